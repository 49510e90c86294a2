'use client'
import { EyeOff } from 'lucide-react'
import type { ReactNode } from 'react'
import { Badge } from '../../components/badge.tsx'
import { Card } from '../../components/card.tsx'
import { Mono } from '../../components/mono.tsx'
import { Time } from '../../components/time.tsx'
import type { Role } from '../../lib/contract/role.ts'
import type { Source } from '../../lib/contract/sources.ts'
import { notShownTo } from '../frame/not-shown-to.ts'

/** The settings of a source, as of when and from whom. What the role may not see is said, never left out silently. */
export function SettingsCard({ source, role }: { source: Source; role: Role | null }) {
	const kept = notShownTo(role)
	const id = (text: string | undefined, what: string) => (text ? <Mono text={text} what={what} /> : <Kept>{kept}</Kept>)
	return (
		<Card title="Settings" aside={<Badge>Version {source.version}</Badge>}>
			<Group>
				<Row name="Customer">{source.customer}</Row>
				<Row name="Source id">{id(source.sourceId, 'source id')}</Row>
				<Row name="Workspace id">{id(source.workspaceId, 'workspace id')}</Row>
				<Row name="Region">{id(source.region, 'region')}</Row>
			</Group>
			<Group>
				<Row name="Role ARN">{id(source.roleArn, 'role ARN')}</Row>
				<Row name="External ids">
					{source.externalIds ? (
						<ul>
							{source.externalIds.map((externalId) => (
								<li key={externalId}>
									<Mono text={externalId} what={`external id ${externalId}`} />
								</li>
							))}
						</ul>
					) : (
						<Kept>{kept}</Kept>
					)}
				</Row>
				<Row name="Glue catalog (account)">{id(source.catalogId, 'catalog id')}</Row>
				<Row name="Glue database">{id(source.database, 'database')}</Row>
				<Row name="Bucket">{id(source.bucket, 'bucket')}</Row>
				<Row name="EMR cluster">{id(source.clusterId, 'cluster id')}</Row>
			</Group>
			<Group>
				<Row name="Our archive">
					{id(source.archive && `s3://${source.archive.bucket}/${source.archive.prefix}`, 'archive address')}
				</Row>
				{source.archive && <Row name="Archive layout">{source.archive.layout}</Row>}
			</Group>
			<p className="flex flex-wrap items-baseline gap-x-2 px-4 py-2.5 text-muted text-sm">
				As of <Time iso={source.updatedAt} /> from <span className="wrap-anywhere text-ink">{source.updatedBy}</span>
			</p>
		</Card>
	)
}

const Group = ({ children }: { children: ReactNode }) => (
	<dl className="border-line border-b px-4 py-1.5">{children}</dl>
)

const Row = ({ name, children }: { name: string; children: ReactNode }) => (
	<div className="grid gap-x-4 py-1 sm:min-h-8 sm:grid-cols-[11rem_minmax(0,1fr)] sm:items-center">
		<dt className="self-start text-muted sm:py-0.5">{name}</dt>
		<dd className="min-w-0">{children}</dd>
	</div>
)

const Kept = ({ children }: { children: string }) => (
	<span className="flex items-start gap-1.5 text-muted text-sm">
		<EyeOff aria-hidden className="mt-0.75 size-3.5 shrink-0" />
		{children}
	</span>
)
