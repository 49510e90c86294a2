import Link from 'next/link'
import { Age } from '../../components/time.tsx'
import { VerdictMark } from '../../components/verdict-mark.tsx'
import type { ReplayRow } from '../../lib/contract/replay-record.ts'
import { paths } from '../paths.ts'
import { amount, range, statusOf } from './words.ts'

type Props = {
	row: ReplayRow
	ticket: string | null
	/** Among the replays of one source its name need not be repeated. */
	ofOne?: boolean
}

/** One replay of a list: where it stands as a sentence, which days, by whom and when. The link covers the whole row. */
export function ReplayLine({ row, ticket, ofOne = false }: Props) {
	const { tone, name } = statusOf(row.status)
	const { done, total } = row.progress
	return (
		<li data-row className="relative flex gap-2.5 px-4 py-2 transition-colors focus-within:bg-hover hover:bg-hover">
			<span className="flex h-5 items-center">
				<VerdictMark tone={tone} />
			</span>
			<div className="min-w-0 flex-1">
				<p className="flex flex-wrap items-baseline justify-between gap-x-4">
					<Link href={paths.replay(row.replayId, { ticket })} className="wrap-anywhere after:absolute after:inset-0">
						{row.headline}
					</Link>
					<span className="whitespace-nowrap text-muted text-sm tabular-nums">
						{name}, {done} of {total} {total === 1 ? 'part' : 'parts'}
					</span>
				</p>
				<p className="flex flex-wrap items-center gap-x-3 text-muted text-sm">
					{!ofOne && (
						<>
							<span>{row.customer}</span>
							<code className="wrap-anywhere">{row.sourceId}</code>
						</>
					)}
					<span className="whitespace-nowrap tabular-nums">{range(row)}</span>
					<span>{amount(row)}</span>
					<code>{row.ticket}</code>
					<span className="wrap-anywhere">{row.requestedBy}</span>
					<Age iso={row.endedAt ?? row.requestedAt} />
				</p>
			</div>
		</li>
	)
}
