import { Badge } from '../../components/badge.tsx'
import { Card } from '../../components/card.tsx'
import { DetailRow } from '../../components/detail-row.tsx'
import { Mono } from '../../components/mono.tsx'
import { Time } from '../../components/time.tsx'
import type { ClusterDescription } from '../../lib/contract/cluster-status.ts'

/** What EMR said of the cluster and when, in its own words and in plain ones. What the role may not see is absent. */
export function DescriptionCard({ cluster }: { cluster: ClusterDescription }) {
	const { state, stateMeaning, reason, errors, releaseLabel, applications, logUri, asOf } = cluster
	const { stepConcurrency, terminationProtected, autoTerminate } = cluster
	return (
		<Card title={cluster.name} aside={<Badge>{state}</Badge>}>
			<dl className="flex flex-col gap-1 px-4 py-2.5">
				<DetailRow name="State">{stateMeaning}</DetailRow>
				{(reason.code ?? reason.meaning) && (
					<DetailRow name="Reason">
						{reason.meaning} {reason.code && <code className="text-sm">{reason.code}</code>}
					</DetailRow>
				)}
				{reason.message && (
					<DetailRow name="EMR says">
						<Mono text={reason.message} what="reason" />
					</DetailRow>
				)}
				{errors.map(({ code, message }) => (
					<DetailRow key={`${code} ${message}`} name="Error">
						<code className="text-sm">{code}</code> {message}
					</DetailRow>
				))}
				<DetailRow name="Release">{releaseLabel ?? 'Not told'}</DetailRow>
				{applications.length > 0 && (
					<DetailRow name="Applications">
						{applications.map(({ name, version }) => (version ? `${name} ${version}` : name)).join(', ')}
					</DetailRow>
				)}
				{stepConcurrency !== null && <DetailRow name="Steps at once">{stepConcurrency}</DetailRow>}
				{terminationProtected !== null && (
					<DetailRow name="Termination">
						{terminationProtected ? 'Protected against it' : 'Not protected against it'}
						{autoTerminate && ', ends by itself when its steps are done'}
					</DetailRow>
				)}
				{logUri && (
					<DetailRow name="Logs">
						<Mono text={logUri} what="log address" />
					</DetailRow>
				)}
				<DetailRow name="As of">
					<Time iso={asOf} />
				</DetailRow>
			</dl>
		</Card>
	)
}
