'use client'
import clsx from 'clsx'
import { useId } from 'react'

export type Segment = { value: string; name: string; count?: number }

type Props = {
	/** What is chosen, for who does not see that it is one choice. */
	label: string
	segments: Segment[]
	value: string
	onChange: (value: string) => void
}

/** One of a few, all of them in sight. Radio buttons underneath, so arrow keys and screen readers know them. */
export function Segmented({ label, segments, value, onChange }: Props) {
	const group = useId()
	return (
		<fieldset className="min-w-0">
			<legend className="sr-only">{label}</legend>
			<div className="flex flex-wrap gap-1">
				{segments.map((segment) => (
					<label
						key={segment.value}
						className={clsx(
							'inline-flex h-7 cursor-pointer items-center gap-1.5 whitespace-nowrap rounded-md border px-2.5 text-sm transition-colors',
							'has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2',
							segment.value === value
								? 'border-accent bg-accent-soft font-medium text-accent'
								: 'border-line text-muted hover:border-edge hover:text-ink',
						)}
					>
						<input
							type="radio"
							name={group}
							value={segment.value}
							checked={segment.value === value}
							onChange={() => onChange(segment.value)}
							className="sr-only"
						/>
						{segment.name} {segment.count !== undefined && <span className="tabular-nums">{segment.count}</span>}
					</label>
				))}
			</div>
		</fieldset>
	)
}
