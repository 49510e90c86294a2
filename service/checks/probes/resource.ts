import type { Target } from '../order.ts'
import type { ProbeNames } from '../probe-names.ts'

/** ARNs as the service authorization reference of each AWS service forms them. */

export const bucketArn = ({ bucket }: Pick<Target, 'bucket'>) => `arn:aws:s3:::${bucket}`
export const objectsArn = (target: Pick<Target, 'bucket'>, prefix: string) => `${bucketArn(target)}/${prefix}`

const glue = ({ region, catalogId }: Target, rest: string) => `arn:aws:glue:${region}:${catalogId}:${rest}`
const catalogArn = (target: Target) => glue(target, 'catalog')
export const databaseArn = (target: Target, database: string) => glue(target, `database/${database}`)
export const tableArn = (target: Target, database: string, table: string) => glue(target, `table/${database}/${table}`)

/** Glue judges a table together with its database and the catalog. */
export const inTable = (target: Target, table: string): readonly string[] => [
	catalogArn(target),
	databaseArn(target, target.database),
	tableArn(target, target.database, table),
]
/** This table exists nowhere. */
export const inProbeTable = (target: Target, { table }: ProbeNames) => inTable(target, table)

export const clusterArn = ({ region, catalogId, clusterId }: Pick<Target, 'region' | 'catalogId' | 'clusterId'>) =>
	`arn:aws:elasticmapreduce:${region}:${catalogId}:cluster/${clusterId}`
