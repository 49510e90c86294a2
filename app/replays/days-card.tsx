'use client'
import Link from 'next/link'
import { Card } from '../../components/card.tsx'
import { csv } from '../../components/csv.ts'
import { DownloadButton } from '../../components/download-button.tsx'
import { ScrollArea } from '../../components/scroll-area.tsx'
import { counted, size } from '../../components/size.ts'
import { Cell, HeadCell, Table } from '../../components/table.tsx'
import type { PlanDay, ReplayPlan } from '../../lib/contract/replay-plan.ts'
import { useCase } from '../frame/case.ts'
import { paths } from '../paths.ts'
import { standing } from './plot-days.ts'
import { duplicatesName } from './words.ts'

/** The plot as a table: every day of the range, to read row by row and to take along. */
export function DaysCard({ plan: { days, planId, sourceId, requestedAt } }: { plan: ReplayPlan }) {
	return (
		<Card
			title="Every day"
			aside={
				<DownloadButton
					text={() => daysCsv(days)}
					file={`replay-plan-${sourceId}-${planId}-${requestedAt.slice(0, 10)}.csv`}
					what={`${counted(days.length, 'day')} as CSV`}
				/>
			}
		>
			<ScrollArea label="Days of the plan, in full">
				<Table
					caption="Days of the plan, in UTC"
					head={
						<tr>
							<HeadCell>Day (UTC)</HeadCell>
							<HeadCell className="hidden text-right sm:table-cell">Objects</HeadCell>
							<HeadCell className="text-right">Size</HeadCell>
							<HeadCell>In this plan</HeadCell>
							<HeadCell className="hidden sm:table-cell">Duplicates</HeadCell>
						</tr>
					}
				>
					<tbody className="divide-y divide-line">
						{days.map((day) => (
							<DayRow key={day.day} day={day} />
						))}
					</tbody>
				</Table>
			</ScrollArea>
		</Card>
	)
}

function DayRow({ day }: { day: PlanDay }) {
	const muted = day.chosen ? undefined : 'text-muted'
	return (
		<tr className={muted}>
			<Cell className="whitespace-nowrap tabular-nums">{day.day}</Cell>
			<Cell className="hidden text-right tabular-nums sm:table-cell">{day.objects.toLocaleString('en')}</Cell>
			<Cell className="whitespace-nowrap text-right tabular-nums">{size(day.bytes)}</Cell>
			<Cell className="sm:whitespace-nowrap">
				<Standing day={day} />
			</Cell>
			<Cell className="hidden sm:table-cell">{day.chosen ? duplicatesName(day) : ''}</Cell>
		</tr>
	)
}

/** Whether it is replayed; where an earlier replay has loaded it, the way there. */
function Standing({ day: { day, chosen, loadedBy, objects } }: { day: PlanDay }) {
	const { ticket } = useCase()
	if (loadedBy === null) return chosen ? 'Replayed' : objects === 0 ? 'No data' : 'Left out'
	return (
		<>
			{chosen ? 'Replayed' : 'Left out'},{' '}
			<Link
				href={paths.replay(loadedBy, { ticket })}
				aria-label={`${day} was loaded earlier: open that replay`}
				className="inline-flex min-h-6 items-center rounded-sm text-accent hover:underline"
			>
				loaded earlier
			</Link>
		</>
	)
}

/** With a line of names. Sizes in bytes, days in UTC. */
export const daysCsv = (days: PlanDay[]) =>
	csv([
		['day_utc', 'objects', 'bytes', 'in_this_plan', 'duplicates', 'loaded_by_replay'],
		...days.map((day) => [day.day, day.objects, day.bytes, standing(day), day.duplicates, day.loadedBy ?? '']),
	])
