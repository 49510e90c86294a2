import { z } from 'zod'
import { REGIONS } from '../../lib/contract/aws-name.ts'
import type { AwsAnswer, CustomerAccess, PolicyStatement, RoleSession } from '../aws/ports.ts'
import type { StoredLook } from '../store/cluster-schema.ts'
import type { CheckedSettings } from '../store/schema.ts'

/** Opens one more session with the external id that the role has accepted. */
export type Open = (region: string, belt: readonly PolicyStatement[]) => Promise<AwsAnswer<RoleSession>>

type Ways = {
	open: Open
	call: CustomerAccess['call']
	emrBelt: (settings: CheckedSettings) => readonly PolicyStatement[]
	s3Belt: (settings: CheckedSettings) => readonly PolicyStatement[]
}
type Around = Pick<StoredLook, 'elsewhere' | 'bucketRegion' | 'logs'>

const listed = z.object({ Contents: z.array(z.unknown()).default([]) })

/**
 * A refused cluster may lack its tag, be none, or live elsewhere: from EMR all three look the same under the shipped
 * policy. The lake's bucket tells them apart, by its region and by the logs that lie in it.
 */
export async function lookElsewhere(settings: CheckedSettings, ways: Ways): Promise<Around> {
	const { bucketRegion, logs } = await lookIntoBucket(settings, ways)
	const elsewhere = await describedIn(bucketRegion, settings, ways)
	return { bucketRegion, logs, elsewhere }
}

async function lookIntoBucket(settings: CheckedSettings, { open, call, s3Belt }: Ways) {
	const { region, bucket, clusterId, catalogId } = settings
	const session = await open(region, s3Belt(settings))
	if (session.kind !== 'ok') return { bucketRegion: null, logs: null }
	const owned = { Bucket: bucket, ExpectedBucketOwner: catalogId }
	const [head, logs] = await Promise.all([
		call(session.value, 's3:HeadBucket', owned),
		call(session.value, 's3:ListObjectsV2', { ...owned, Prefix: `logs/${clusterId}/`, MaxKeys: 1 }),
	])
	const read = logs.kind === 'ok' ? listed.safeParse(logs.value) : null
	return { bucketRegion: head.bucketRegion, logs: read?.success ? read.data.Contents.length > 0 : null }
}

/** Only regions that Sluice runs in are asked: a region becomes part of a host name. */
async function describedIn(bucketRegion: string | null, settings: CheckedSettings, { open, call, emrBelt }: Ways) {
	const region = REGIONS.find((known) => known === bucketRegion)
	if (region === undefined || region === settings.region) return null
	const session = await open(region, emrBelt({ ...settings, region }))
	if (session.kind !== 'ok') return null
	const answer = await call(session.value, 'emr:DescribeCluster', { ClusterId: settings.clusterId })
	return answer.kind === 'ok' ? region : null
}
