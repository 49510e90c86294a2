'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import { buttonClass } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { Bar, Loading } from '../../components/skeleton.tsx'
import { clusterQuery } from '../../lib/query/clusters.ts'
import { isNothingThere } from '../frame/nothing-there.ts'
import { RefusedNotice } from '../frame/refused-notice.tsx'
import { paths } from '../paths.ts'
import { Status } from './status.tsx'
import { useFormParams } from './use-form-params.ts'

/** The last stored status of a cluster, which may be nothing. A link shows it to everybody and asks nothing of the account. */
export function ClusterPage({ clusterId }: { clusterId: string }) {
	const { params } = useFormParams()
	const { source: sourceId, ticket } = params
	const [followed, setFollowed] = useState(true)
	const query = clusterQuery({ sourceId, clusterId }, { watch: followed, ticket: ticket ?? undefined })
	const { data: status, error, refetch, dataUpdatedAt } = useQuery({ ...query, enabled: sourceId !== '' })
	const missing = isNothingThere(error, 'clusterId') && !status
	const refused = error && !missing && (
		<RefusedNotice error={error} onRetry={() => void refetch()} dataFrom={dataUpdatedAt} />
	)
	if (status) return <Status status={status} refused={refused} followed={followed} onFollow={setFollowed} />
	const nothing = missing || sourceId === ''
	return (
		<>
			<PageHead
				tab={`Cluster ${clusterId}`}
				steps={[{ name: 'Clusters', href: paths.clusters({ ticket }) }, { name: clusterId }]}
				title={`Cluster ${clusterId}`}
			/>
			{refused}
			{nothing && (
				<div className="rounded border border-line bg-surface">
					<EmptyState
						title={missing ? 'No such source or cluster id' : 'Through which source?'}
						action={
							<Link href={paths.clusters({ source: sourceId, cluster: clusterId, ticket })} className={buttonClass()}>
								Open the form
							</Link>
						}
					>
						{missing
							? 'The link names a source that is not registered, or an id that no cluster can have. Compare it with the one that was sent.'
							: 'A cluster is looked at with the role and region of a source, and this link names none.'}
					</EmptyState>
				</div>
			)}
			{!nothing && !error && (
				<Loading what="the status" waitingFor="the gate">
					<Bar className="h-60 w-full" />
				</Loading>
			)}
		</>
	)
}
