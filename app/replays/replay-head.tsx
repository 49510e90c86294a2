'use client'
import Link from 'next/link'
import { CopyButton } from '../../components/copy-button.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { Time } from '../../components/time.tsx'
import type { Replay } from '../../lib/contract/replay-record.ts'
import { hasEnded } from '../../lib/query/replays.ts'
import { useCase } from '../frame/case.ts'
import { paths } from '../paths.ts'
import { CancelButton } from './cancel-button.tsx'
import { VerdictTitle } from './verdict-title.tsx'
import { range, statusOf } from './words.ts'

/** Where the replay stands, as a sentence; whose days, and who asked for it. */
export function ReplayHead({ replay }: { replay: Replay }) {
	const { ticket } = useCase()
	const { replayId, sourceId, customer, headline, status, progress, requestedBy, requestedAt, endedAt } = replay
	const { tone, name } = statusOf(status)
	const link = new URL(paths.replay(replayId, { ticket }), location.origin).href
	const standing =
		hasEnded(replay) || status === 'awaiting-approval' ? name : `${name} ${progress.done}/${progress.total}`
	return (
		<PageHead
			tab={`${standing} · ${customer}`}
			steps={[{ name: 'Replays', href: paths.replays({ source: sourceId, ticket }) }, { name: replayId }]}
			title={<VerdictTitle tone={tone} sentence={headline} />}
			facts={
				<>
					<p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-muted">
						<span className="text-ink">{customer}</span>
						<Link
							href={paths.source(sourceId, { ticket })}
							className="inline-flex min-h-6 items-center rounded-sm text-accent hover:underline"
						>
							<code className="wrap-anywhere text-sm">{sourceId}</code>
						</Link>
						<span className="whitespace-nowrap tabular-nums">{range(replay)} UTC</span>
						<span className="flex flex-wrap gap-x-1.5">
							submitted by <span className="wrap-anywhere">{requestedBy}</span>
							{endedAt && <span>and ended</span>}
							<Time iso={endedAt ?? requestedAt} />
						</span>
						<code className="text-sm">{replay.ticket}</code>
					</p>
					<div className="mt-1 flex flex-wrap gap-2">
						<CopyButton text={link} what="link" wide />
						<CancelButton replay={replay} />
					</div>
					<p role="status" className="sr-only">
						{headline}
					</p>
				</>
			}
		/>
	)
}
