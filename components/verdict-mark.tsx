import clsx from 'clsx'
import { Check, CircleDashed, CircleQuestionMark, type LucideIcon, Minus, X } from 'lucide-react'
import { TONE_TEXT, type Tone } from './mark.tsx'

/** `open`: nobody knows yet. */
export type VerdictTone = Tone | 'open'

const SHAPES: Record<VerdictTone, LucideIcon> = {
	good: Check,
	bad: X,
	warn: CircleQuestionMark,
	calm: Minus,
	open: CircleDashed,
}

/** The mark of a verdict: its shape says what its colour says. The words stand beside it or in `label`. */
export function VerdictMark({ tone, label, large = false }: { tone: VerdictTone; label?: string; large?: boolean }) {
	const Shape = SHAPES[tone]
	return (
		<>
			<Shape
				aria-hidden
				strokeWidth={2.5}
				className={clsx('shrink-0', large ? 'size-6' : 'size-4', tone === 'open' ? 'text-muted' : TONE_TEXT[tone])}
			/>
			{label && <span className="sr-only">{label}</span>}
		</>
	)
}
