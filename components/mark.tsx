import { Check, CircleAlert, Info, type LucideIcon, TriangleAlert } from 'lucide-react'

export { CircleAlert as AlertIcon } from 'lucide-react'

/** What a statement means for the reader. Colour never says it alone: each has its own mark. */
export type Tone = 'good' | 'bad' | 'warn' | 'calm'

export const MARKS: Record<Tone, LucideIcon> = { good: Check, bad: CircleAlert, warn: TriangleAlert, calm: Info }

export const TONE_TEXT: Record<Tone, string> = {
	good: 'text-good',
	bad: 'text-bad',
	warn: 'text-warn',
	calm: 'text-calm',
}

export const TONE_GROUND: Record<Tone, string> = {
	good: 'border-good-line bg-good-soft',
	bad: 'border-bad-line bg-bad-soft',
	warn: 'border-warn-line bg-warn-soft',
	calm: 'border-calm-line bg-calm-soft',
}
