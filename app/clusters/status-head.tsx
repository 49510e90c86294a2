'use client'
import Link from 'next/link'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { useNow } from '../../components/clock.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { Mono } from '../../components/mono.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { Time } from '../../components/time.tsx'
import { VerdictMark } from '../../components/verdict-mark.tsx'
import type { ClusterStatus } from '../../lib/contract/cluster-status.ts'
import { useCase } from '../frame/case.ts'
import { useMe } from '../frame/me.ts'
import { RefusedNotice } from '../frame/refused-notice.tsx'
import { span } from '../frame/span.ts'
import { paths } from '../paths.ts'
import { useFetchCluster } from './use-fetch-cluster.ts'
import { headlineOf, verdictOf } from './words.ts'

type Props = { status: ClusterStatus; followed: boolean; onFollow: (followed: boolean) => void }

/** The verdict as a sentence, how old it is, and the button that asks the account. */
export function StatusHead({ status, followed, onFollow }: Props) {
	const { ticket } = useCase()
	const mayFetch = useMe()?.operations.includes('clusters.fetch') ?? false
	const { clusterId, sourceId, customer, region, fetchedAt, fetching, requestedBy, inSettings } = status
	const order = useFetchCluster(sourceId, clusterId)
	const { tone, name } = verdictOf(status)
	const link = new URL(paths.cluster(clusterId, { source: sourceId, ticket }), location.origin).href
	const busy = order.starting || fetching !== null
	return (
		<PageHead
			tab={`${name} · ${customer}`}
			steps={[{ name: 'Clusters', href: paths.clusters({ source: sourceId, ticket }) }, { name: clusterId }]}
			title={
				<span className="flex gap-2.5">
					<span className="flex h-7 items-center">
						<VerdictMark tone={tone} large label={name} />
					</span>
					<span className="min-w-0">{headlineOf(status)}</span>
				</span>
			}
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
						<Mono text={clusterId} what="cluster id" />
						<code className="text-sm">{region}</code>
						{inSettings && <Badge>In the settings</Badge>}
						{fetchedAt && <Time iso={fetchedAt} />}
						{requestedBy && <span className="wrap-anywhere">{requestedBy}</span>}
					</p>
					<div className="mt-1 flex flex-wrap items-center gap-2">
						{mayFetch && (
							<Button kind="primary" disabled={busy} onClick={order.fetch}>
								{busy ? 'Fetching…' : 'Fetch status'}
							</Button>
						)}
						<CopyButton text={link} what="link" wide />
						<Live status={status} followed={followed} onFollow={onFollow} />
					</div>
					<p role="status" className="sr-only">
						{fetching ? 'The account is being asked' : headlineOf(status)}
					</p>
					{order.error && <RefusedNotice error={order.error} />}
				</>
			}
		/>
	)
}

/** While the service goes on asking by itself: how fresh this is, how often it asks, and the way to pause looking. */
function Live({ status: { live, fetchedAt }, followed, onFollow }: Props) {
	const now = useNow(1000)
	// Once nobody keeps it live the service forgets it, and following it begins with a look.
	if (!live && followed) return null
	return (
		<>
			<Button onClick={() => onFollow(!followed)}>{followed ? 'Pause' : 'Follow'}</Button>
			<span className="text-muted text-sm tabular-nums">
				{fetchedAt && `Updated ${span(now - Date.parse(fetchedAt))} ago`}
				{followed && live && live.everyMs > 0 && `, asked again about every ${span(live.everyMs)}`}
				{live?.throttled && ': slower, since EMR asked us to slow down'}
			</span>
		</>
	)
}
