import { Card } from '../../components/card.tsx'
import { DetailRow } from '../../components/detail-row.tsx'
import { Mono } from '../../components/mono.tsx'
import type { Check } from '../../lib/contract/check-report.ts'
import { settingName } from '../sources/parts.tsx'

/** The settings as they were when they were checked. What the role may not see is absent, and said once on the page. */
export function CheckedSettings({ check }: { check: Check }) {
	const { version, region, roleArn, externalId, catalogId, bucket, database, clusterId } = check.settings
	const shown = [
		['roleArn', roleArn, 'role ARN'],
		['catalogId', catalogId, 'catalog id'],
		['bucket', bucket, 'bucket'],
		['region', region, 'region'],
		['database', database, 'database'],
		['clusterId', clusterId, 'cluster id'],
	] as const
	return (
		<Card
			title="What was checked"
			aside={
				<span className="text-muted text-sm">
					{version === null ? 'From the form' : `Version ${version} of the record`}
				</span>
			}
		>
			<dl className="flex flex-col gap-1 px-4 py-2.5">
				{shown.map(
					([name, text, what]) =>
						text && (
							<DetailRow key={name} name={settingName(name)}>
								<Mono text={text} what={what} />
							</DetailRow>
						),
				)}
				{externalId && (
					<DetailRow name="External id">
						<Mono text={externalId} what="external id" />
					</DetailRow>
				)}
			</dl>
		</Card>
	)
}
