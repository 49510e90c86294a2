'use client'
import Link from 'next/link'
import { DetailRow } from '../../components/detail-row.tsx'
import { Mono } from '../../components/mono.tsx'
import { counted, size } from '../../components/size.ts'
import type { Replay } from '../../lib/contract/replay-record.ts'
import { useCase } from '../frame/case.ts'
import { paths } from '../paths.ts'
import { range, SELECTION_WORDS } from './words.ts'

/** The plan in full, as it was submitted: rows of a `dl`. */
export function WhatRows({ replay }: { replay: Replay }) {
	const { ticket } = useCase()
	const { clusterId, sourceId, region, days, partitions, objects, bytes, select, events, digest } = replay
	return (
		<>
			<DetailRow name="Days (UTC)">
				{counted(days, 'day')} of <span className="whitespace-nowrap">{range(replay)}</span>
			</DetailRow>
			<DetailRow name="Selection">{SELECTION_WORDS[select].name}</DetailRow>
			<DetailRow name="Amount">
				{size(bytes)}, {counted(partitions, 'hourly partition')}, {counted(objects, 'object')}
			</DetailRow>
			<DetailRow name="Events">{events.length === 0 ? 'All' : events.join(', ')}</DetailRow>
			<DetailRow name="Cluster">
				<Mono text={clusterId} what="cluster id">
					<Link
						href={paths.cluster(clusterId, { source: sourceId, ticket })}
						className="rounded-sm text-accent hover:underline"
					>
						{clusterId}
					</Link>
				</Mono>{' '}
				<span className="whitespace-nowrap">
					in <code className="text-sm">{region}</code>
				</span>
			</DetailRow>
			<DetailRow name="Digest">
				<Mono text={digest} what="digest" />
			</DetailRow>
		</>
	)
}
