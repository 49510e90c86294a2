import clsx from 'clsx'

export type Column = {
	/** Unique; shown when the pointer rests on it. */
	words: string
	value: number
	/** Drawn in the accent; else pale. */
	strong: boolean
	/** Has a block under the axis. */
	marked: boolean
}

type Props = {
	/** What the plot shows, for who does not see it. A table beside it holds the values. */
	label: string
	columns: Column[]
	/** In words, the height of the plot. */
	peak: string
	/** A dashed line stands before the column of this index; null: none. */
	line: number | null
	/** Names under the axis, each at the column of its index. The first and the last column have one. */
	ticks: { index: number; name: string }[]
}

const HIGH = 100
/** Under the axis: a gap, then the blocks of marked columns. */
const GAP = 3
const BLOCK = 5

/** Columns side by side over the whole width, however many there are. Few of them stay slim. */
export function ColumnPlot({ label, columns, peak, line, ticks }: Props) {
	const count = Math.max(columns.length, 1)
	const top = Math.max(1, ...columns.map(({ value }) => value))
	const slim = count > 120 ? 1 : 0.76
	return (
		// Wide enough for the first and the last name side by side.
		<div style={{ maxWidth: `${Math.max(count * 3, 14)}rem` }}>
			<p aria-hidden="true" className="border-line border-b text-muted text-xs tabular-nums">
				{peak}
			</p>
			<div className="relative">
				<svg
					role="img"
					aria-label={label}
					viewBox={`0 0 ${count} ${HIGH + GAP + BLOCK}`}
					preserveAspectRatio="none"
					className="block h-36 w-full"
				>
					<rect x={0} y={HIGH} width={count} height={1} className="fill-line" />
					{columns.map(({ words, value, strong, marked }, index) => {
						// What is there is seen, however little it is beside the others.
						const height = value === 0 ? 0 : Math.max(1.5, (HIGH * value) / top)
						const x = index + (1 - slim) / 2
						return (
							<g key={words}>
								<rect
									x={x}
									y={HIGH - height}
									width={slim}
									height={height}
									className={strong ? 'fill-accent' : 'fill-edge/50'}
								/>
								{marked && <rect x={x} y={HIGH + GAP} width={slim} height={BLOCK} className="fill-edge" />}
								<rect
									x={index}
									y={0}
									width={1}
									height={HIGH + GAP + BLOCK}
									className="fill-transparent hover:fill-ink/8"
								>
									<title>{words}</title>
								</rect>
							</g>
						)
					})}
				</svg>
				{line !== null && (
					<span
						aria-hidden="true"
						className="pointer-events-none absolute inset-y-0 border-ink border-l border-dashed"
						style={{ left: `${(100 * line) / count}%` }}
					/>
				)}
			</div>
			<p aria-hidden="true" className="relative h-5 text-muted text-xs tabular-nums">
				{ticks.map(({ index, name }) => (
					<span
						key={index}
						className={clsx(
							'absolute whitespace-nowrap',
							index > 0 && index === count - 1 && '-translate-x-full',
							index > 0 && index < count - 1 && '-translate-x-1/2 max-sm:hidden',
						)}
						style={{ left: `${(100 * (index === count - 1 && index > 0 ? count : index)) / count}%` }}
					>
						{name}
					</span>
				))}
			</p>
		</div>
	)
}
