'use client'
import clsx from 'clsx'
import { Card } from '../../components/card.tsx'
import { useNow } from '../../components/clock.tsx'
import { DetailRow } from '../../components/detail-row.tsx'
import { Time } from '../../components/time.tsx'
import type { ClusterDescription } from '../../lib/contract/cluster-status.ts'
import { span } from '../frame/span.ts'

/** The life of a cluster, drawn to scale: getting ready, then ready, up to its end or to now. */
export function TimelineCard({
	timeline: { createdAt, readyAt, endedAt },
}: {
	timeline: ClusterDescription['timeline']
}) {
	const now = useNow()
	if (!createdAt) return null
	const end = endedAt ? Date.parse(endedAt) : now
	const ready = readyAt ? Date.parse(readyAt) : end
	const parts = [
		{ name: 'Getting ready', ms: ready - Date.parse(createdAt), fill: 'bg-edge' },
		{ name: endedAt ? 'Was ready' : 'Ready', ms: readyAt ? end - ready : 0, fill: 'bg-good' },
	].filter(({ ms }) => ms > 0)
	return (
		<Card title="Timeline">
			<div className="flex flex-col gap-2 px-4 py-3">
				<div aria-hidden="true" className="flex h-2 gap-0.5 overflow-hidden rounded-sm">
					{parts.map(({ name, ms, fill }) => (
						<div key={name} style={{ flexGrow: ms }} className={clsx('min-w-1', fill)} />
					))}
				</div>
				<p className="text-muted text-sm">{parts.map(({ name, ms }) => `${name}: ${span(ms)}`).join(' · ')}</p>
				<dl className="flex flex-col gap-1">
					{[
						['Created', createdAt],
						['Ready', readyAt],
						['Ended', endedAt],
					].map(
						([name, at]) =>
							name &&
							at && (
								<DetailRow key={name} name={name}>
									<Time iso={at} />
								</DetailRow>
							),
					)}
				</dl>
			</div>
		</Card>
	)
}
