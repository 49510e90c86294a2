import type { Insertable, Kysely } from 'kysely'
import type { AssumeRequest, AwsAnswer, AwsOperation, CustomerAccess, RoleSession } from '../aws/ports.ts'
import { validSettings } from '../service.fixture.ts'
import type { ClusterStepsTable, StoredDescription, StoredLook } from '../store/cluster-schema.ts'
import type { Database } from '../store/schema.ts'

export const CLUSTER = validSettings.clusterId

/** A look that described the cluster; a test names what differs. */
export const aLook = (changes: Partial<StoredLook> = {}): StoredLook => ({
	door: null,
	describe: null,
	elsewhere: null,
	bucketRegion: null,
	logs: null,
	otherDenied: null,
	stepsDenied: false,
	...changes,
})

export const aDescription = (changes: Partial<StoredDescription> = {}): StoredDescription => ({
	name: 'segment-data-lake',
	state: 'WAITING',
	reasonCode: null,
	reasonMessage: 'Cluster ready to run steps.',
	errors: [],
	releaseLabel: 'emr-6.5.0',
	applications: [{ name: 'Spark', version: '3.1.2' }],
	tags: [{ key: 'vendor', value: 'segment' }],
	logUri: 's3://northwind-lake/logs/',
	timeline: { createdAt: '2026-07-20T10:00:00.000Z', readyAt: '2026-07-20T10:10:00.000Z', endedAt: null },
	collectionType: 'INSTANCE_GROUP',
	stepConcurrency: 1,
	terminationProtected: false,
	autoTerminate: false,
	normalizedInstanceHours: 0,
	place: {
		clusterArn: `arn:aws:elasticmapreduce:us-west-2:222233334444:cluster/${CLUSTER}`,
		subnetId: 'subnet-0abc',
		zone: null,
		instanceProfile: 'SegmentEMRInstanceProfile',
		serviceRole: 'arn:aws:iam::222233334444:role/SegmentEMRServiceRole',
		autoScalingRole: null,
		securityConfiguration: null,
	},
	instances: { is: 'denied' },
	...changes,
})

const answered = { httpStatus: 200, requestId: 'aws-request-1', bucketRegion: null, date: null, durationMs: 1 } as const
export const ok = (value: unknown): AwsAnswer => ({ ...answered, kind: 'ok', value })
export const refused = (code: string, message: string): AwsAnswer<never> => ({
	...answered,
	httpStatus: 400,
	kind: 'refused',
	code,
	message,
})
export const throttled: AwsAnswer<never> = {
	...{ kind: 'failed', cause: 'throttled', code: 'ThrottlingException', message: 'Rate exceeded' },
	...{ httpStatus: 400, requestId: 'aws-request-1', bucketRegion: null, date: null, durationMs: 1 },
}

export const waiting = (state = 'WAITING') =>
	ok({ Cluster: { Name: 'lake', Status: { State: state }, Tags: [{ Key: 'vendor', Value: 'segment' }] } })
const notGranted = refused('AccessDeniedException', 'not authorized to perform: elasticmapreduce:ListInstanceGroups')

/** An account in memory that counts what it is asked. `answers` by operation; else all is well and nothing extra granted. */
export function anAccount(answers: Partial<Record<AwsOperation, () => AwsAnswer | Promise<AwsAnswer>>> = {}) {
	const asked: AwsOperation[] = []
	const doors: AssumeRequest[] = []
	const usual: typeof answers = {
		'emr:DescribeCluster': () => waiting(),
		'emr:ListInstanceGroups': () => notGranted,
	}
	const access: CustomerAccess = {
		principals: ['arn:aws:iam::595280932656:role/segment-datalakes-production-access'],
		async assume(request) {
			doors.push(request)
			const { roleArn, region } = request
			const session: RoleSession = { roleArn, region, accountId: validSettings.catalogId }
			return { ...answered, kind: 'ok', value: session }
		},
		async call(_session, operation) {
			asked.push(operation)
			const answer = answers[operation] ?? usual[operation]
			return answer ? answer() : refused('AccessDeniedException', 'not authorized')
		},
	}
	return { access, asked, doors }
}

/** Records a step as a submission would. */
export async function storeStep(
	db: Kysely<Database>,
	changes: Partial<Insertable<ClusterStepsTable>> & { step_id: string },
): Promise<void> {
	const { catalogId, region } = validSettings
	await db
		.insertInto('cluster_steps')
		.values({
			account_id: catalogId,
			region,
			cluster_id: CLUSTER,
			source_id: 'src-1',
			replay_id: 'rpl-1',
			submitted_by: 'sam@sluice.example',
			submitted_at: new Date('2026-11-20T10:00:00.000Z'),
			...changes,
		})
		.execute()
}
