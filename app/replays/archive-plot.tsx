import { ColumnPlot } from '../../components/column-plot.tsx'
import { counted, size } from '../../components/size.ts'
import type { PlanDay } from '../../lib/contract/replay-plan.ts'
import { plotOf } from './plot-days.ts'

/** The archive by day: what is replayed, what is left out, what earlier replays loaded, and since when doubles are dropped. */
export function ArchivePlot({ days }: { days: PlanDay[] }) {
	const { columns, line, ticks, peak, chosen, leftOut, loaded, empty } = plotOf(days)
	const told = [
		`${counted(chosen, 'day')} replayed`,
		`${leftOut} left out`,
		`${loaded} loaded by earlier replays`,
		`${empty} without data`,
	]
	return (
		<figure className="flex flex-col gap-2">
			<ColumnPlot
				label={`The archive by day, compressed: ${told.join(', ')}. The table below holds every day.`}
				columns={columns}
				peak={`${size(peak)} a day`}
				line={line}
				ticks={ticks}
			/>
			<figcaption>
				<ul className="flex flex-wrap gap-x-5 gap-y-1 text-muted text-sm">
					<Key swatch="size-2.5 rounded-xs bg-accent">Replayed</Key>
					{leftOut > 0 && <Key swatch="size-2.5 rounded-xs bg-edge/50">Left out</Key>}
					{loaded > 0 && <Key swatch="h-1.5 w-3 bg-edge">Loaded by an earlier replay</Key>}
					{line !== null && (
						<Key swatch="h-3 border-ink border-l border-dashed">From here on the lake drops events that it holds</Key>
					)}
					{empty > 0 && <li>{counted(empty, 'day')} without data</li>}
				</ul>
			</figcaption>
		</figure>
	)
}

const Key = ({ swatch, children }: { swatch: string; children: string }) => (
	<li className="flex items-center gap-1.5">
		<span aria-hidden="true" className={swatch} />
		{children}
	</li>
)
