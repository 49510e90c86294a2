import { Card } from '../../components/card.tsx'
import { Time } from '../../components/time.tsx'
import type { Replay } from '../../lib/contract/replay-record.ts'

/** What happened, oldest first: what is new comes below, so that nothing moves. */
export function HistoryCard({ history }: Pick<Replay, 'history'>) {
	return (
		<Card title="History">
			<ol className="divide-y divide-line">
				{history.map(({ at, person, text }) => (
					<li key={`${at} ${text}`} className="px-4 py-2">
						<p className="wrap-anywhere">{text}</p>
						<p className="flex flex-wrap gap-x-3 text-muted text-sm">
							<Time iso={at} />
							<span className="wrap-anywhere">{person ?? 'by itself'}</span>
						</p>
					</li>
				))}
			</ol>
		</Card>
	)
}
