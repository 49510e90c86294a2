import clsx from 'clsx'
import type { Tone } from './mark.tsx'

const FILL: Record<Tone, string> = { good: 'bg-good', bad: 'bg-bad', warn: 'bg-warn', calm: 'bg-edge' }

type Props = {
	label: string
	/** In words, for who does not see the bar. */
	value: string
	done: number
	/** 0 while nobody knows how much there is. */
	total: number
	/** What is done, by what it means, in the order of the bar. */
	parts: { tone: Tone; count: number }[]
}

/** How far something is and how it goes. It keeps its place and becomes the whole once all is done. */
export function ProgressBar({ label, value, done, total, parts }: Props) {
	return (
		<div
			role="progressbar"
			aria-label={label}
			aria-valuemin={0}
			aria-valuemax={total}
			aria-valuenow={Math.min(done, total)}
			aria-valuetext={value}
			className="flex h-2 gap-0.5 overflow-hidden rounded-sm bg-line"
		>
			{parts
				.filter(({ count }) => count > 0)
				.map(({ tone, count }) => (
					<div
						key={tone}
						style={{ width: `${(100 * count) / Math.max(total, done, 1)}%` }}
						className={clsx('transition-[width]', FILL[tone])}
					/>
				))}
		</div>
	)
}
