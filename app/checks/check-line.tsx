import Link from 'next/link'
import { Badge } from '../../components/badge.tsx'
import { Age } from '../../components/time.tsx'
import { VerdictMark } from '../../components/verdict-mark.tsx'
import type { CheckRow } from '../../lib/contract/check-report.ts'
import { paths } from '../paths.ts'
import { verdictOf } from './standing.ts'
import { profileName } from './words.ts'

/** One check of a list: its verdict as a sentence, and on what, by whom and when. The link covers the whole row. */
export function CheckLine({ row, ticket }: { row: CheckRow; ticket: string | null }) {
	const { tone, name } = verdictOf(row)
	const { done, total } = row.progress
	return (
		<li data-row className="relative flex gap-2.5 px-4 py-2 transition-colors focus-within:bg-hover hover:bg-hover">
			<span className="flex h-5 items-center">
				<VerdictMark tone={tone} label={name} />
			</span>
			<div className="min-w-0 flex-1">
				<Link href={paths.check(row.checkId, { ticket })} className="wrap-anywhere after:absolute after:inset-0">
					{row.headline ??
						(row.status === 'running' ? `Running: ${done} of ${total} answered` : 'Ended without a verdict')}
				</Link>
				<p className="flex flex-wrap items-center gap-x-3 text-muted text-sm">
					<span>{row.customer}</span>
					<code className="wrap-anywhere">{row.sourceId}</code>
					<span>{profileName(row.profile)}</span>
					{!row.saved && <Badge>Settings not saved</Badge>}
					<span className="wrap-anywhere">{row.requestedBy}</span>
					<Age iso={row.finishedAt ?? row.requestedAt} />
				</p>
			</div>
		</li>
	)
}
