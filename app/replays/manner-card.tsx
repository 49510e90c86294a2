'use client'
import { Card } from '../../components/card.tsx'
import { DetailRow } from '../../components/detail-row.tsx'
import { Mono } from '../../components/mono.tsx'
import type { ReplayPlan } from '../../lib/contract/replay-plan.ts'
import { useMe } from '../frame/me.ts'
import { notShownTo } from '../frame/not-shown-to.ts'
import { recoveryName, SELECTION_WORDS } from './words.ts'

/** From where to where, by what, and what makes sure that it happens once. */
export function MannerCard({ plan }: { plan: ReplayPlan }) {
	const kept = notShownTo(useMe()?.role ?? null)
	const { archive, bucket, database, clusterId, region, sourceVersion, select, events, digest } = plan
	return (
		<Card title="How">
			<dl className="flex flex-col gap-1 px-4 py-2.5">
				<DetailRow name="From">
					{archive ? <Mono text={`s3://${archive.bucket}/${archive.prefix}`} what="archive address" /> : kept}
				</DetailRow>
				<DetailRow name="To">{bucket ? <Mono text={bucket} what="bucket" /> : kept}</DetailRow>
				<DetailRow name="Database">
					<code className="text-sm">{database}</code>
				</DetailRow>
				<DetailRow name="On">
					<Mono text={clusterId} what="cluster id" /> in <code className="text-sm">{region}</code>, settings version{' '}
					{sourceVersion}
				</DetailRow>
				<DetailRow name="Days">{SELECTION_WORDS[select].name}</DetailRow>
				<DetailRow name="Events">{events.length === 0 ? 'All' : events.join(', ')}</DetailRow>
				{plan.recovery !== null && (
					<DetailRow name="A lost answer">
						{recoveryName(plan.recovery)}. {plan.recoveryMeaning}
					</DetailRow>
				)}
				{digest !== null && (
					<DetailRow name="Digest">
						<Mono text={digest} what="digest" />
						<span className="block text-muted text-sm">
							Of all of the above: what is approved is this and nothing else.
						</span>
					</DetailRow>
				)}
			</dl>
		</Card>
	)
}
