'use client'
import { PageHead } from '../../components/page-head.tsx'
import { useSourceLookup } from '../checks/parts.tsx'
import { paths } from '../paths.ts'
import { ClusterForm } from './cluster-form.tsx'
import { RecentClusters } from './recent-clusters.tsx'
import { useFormParams } from './use-form-params.ts'

/** Which cluster to look at, and those that were looked at. Its address is the form: a link to it fills it. */
export function ClustersPage() {
	const { params, change } = useFormParams()
	const lookup = useSourceLookup(params.source)
	const name = lookup.source?.customer ?? params.source
	return (
		<>
			<PageHead tab={name ? `Clusters · ${name}` : 'Clusters'} steps={[{ name: 'Clusters' }]} title="Clusters" />
			<div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_24rem]">
				<div className="min-w-0 lg:order-2">
					<ClusterForm params={params} onChange={change} lookup={lookup} />
				</div>
				<RecentClusters
					sourceId={lookup.state === 'open' ? undefined : lookup.sourceId}
					ticket={params.ticket}
					allHref={paths.clusters({ ticket: params.ticket })}
				/>
			</div>
		</>
	)
}
