import type { TrustTry } from '../../lib/contract/check-report.ts'
import type {
	AssumeRequest,
	AwsAnswer,
	AwsOperation,
	CustomerAccess,
	PolicyStatement,
	RoleSession,
} from '../aws/ports.ts'
import type { CheckOrder, Target } from './order.ts'
import type { CheckPorts, CheckReporter, RecordedUpload } from './ports.ts'
import { runCheck } from './run.ts'

export const PRINCIPAL = 'arn:aws:iam::595280932656:role/segment-datalakes-production-access'
export const OLD_PRINCIPAL = 'arn:aws:iam::294048959147:role/datalakes-aws-worker'

export const TARGET: Target = {
	sourceId: 'harbor-web',
	workspaceId: 'ws-harbor',
	customer: 'Harbor Outfitters',
	region: 'us-west-2',
	roleArn: 'arn:aws:iam::210987654321:role/SegmentDataLakeRole',
	catalogId: '210987654321',
	bucket: 'harbor-lake',
	database: 'harbor_web',
	clusterId: 'j-2HARB0RWEB01',
	externalIds: ['ws-harbor', 'harbor-web'],
}

export const anOrder = (changed: Partial<CheckOrder> = {}): CheckOrder => ({
	checkId: 'chk-1',
	profile: 'sync',
	target: TARGET,
	sessionName: 'sam@sluice.example-request1',
	otherIds: [],
	siblingRoleArns: [],
	...changed,
})

/** Of a run that nobody stops. */
export const NEVER = new AbortController().signal

export const NOW = new Date('2026-11-20T10:00:00.000Z')

const answered = { httpStatus: 200, requestId: 'aws-1', bucketRegion: null, date: null, durationMs: 5 } as const
export const ok = (value: unknown, more: Partial<AwsAnswer> = {}): AwsAnswer =>
	({ ...answered, kind: 'ok', value, ...more }) as AwsAnswer
export const refused = (code: string, message = '', httpStatus = 400): AwsAnswer<never> => ({
	...answered,
	kind: 'refused',
	code,
	message,
	httpStatus,
})
export const failure = (
	cause: 'timeout' | 'network' | 'throttled' | 'server' | 'circuit-open' | 'ours',
): AwsAnswer<never> => ({ ...answered, kind: 'failed', cause, code: null, message: cause, httpStatus: null })

export type Call = { operation: AwsOperation; input: Record<string, unknown>; belt: readonly PolicyStatement[] }
export type Answers = Partial<Record<AwsOperation, (call: Call) => AwsAnswer | Promise<AwsAnswer>>>

const said = (input: Record<string, unknown>, name: string) => String(input[name] ?? '')
const missing = refused('EntityNotFoundException', 'Table sluice_probe not found.')
const notAStep = refused('InvalidRequestException', "Step id 's-X' is not valid.")

/** Takes an action away from a session whose policy denies it, as an API does that authorizes first. */
const denies = ({ belt }: Call, action: string) =>
	belt.some(({ Effect, Action }) => Effect === 'Deny' && (Action.includes(action) || Action.includes('*')))

const bySession = (action: string) =>
	refused(
		'AccessDeniedException',
		`User: arn:aws:sts::210987654321:assumed-role/R/s is not authorized to perform: ${action} on resource: x with an explicit deny in a session policy`,
	)

/** An account in which all is well, held in memory; `answers` says what is not. */
export function anAccount(
	answers: Answers = {},
	options: { accepts?: (request: AssumeRequest) => AwsAnswer<unknown> | null; principals?: string[] } = {},
) {
	const calls: Call[] = []
	const asked: AssumeRequest[] = []
	const belts = new Map<RoleSession, readonly PolicyStatement[]>()
	/** Key and id of each upload that is open in the bucket. */
	const openUploads = new Map<string, string>()

	const emrFirst = (action: string, answer: AwsAnswer) => (call: Call) =>
		denies(call, action) ? bySession(action) : answer
	const healthy: Answers = {
		's3:HeadBucket': () => ok({}, { bucketRegion: TARGET.region }),
		's3:ListObjectsV2': () => ok({ Contents: [{ Key: 'segment-data/reports/day=2026-11-19/report.json' }] }),
		's3:GetObject': ({ input }) =>
			said(input, 'Key').includes('.sluice-probe-')
				? refused('NoSuchKey', 'The specified key does not exist.', 404)
				: ok({ ServerSideEncryption: 'aws:kms' }),
		's3:DeleteObject': () => refused('PreconditionFailed', 'At least one of the pre-conditions did not hold', 412),
		's3:CreateMultipartUpload': ({ input }) => {
			openUploads.set(said(input, 'Key'), 'upload-1')
			return ok({ UploadId: 'upload-1', ServerSideEncryption: 'aws:kms' })
		},
		's3:AbortMultipartUpload': ({ input }) => {
			if (openUploads.get(said(input, 'Key')) !== said(input, 'UploadId')) return refused('NoSuchUpload', '', 404)
			openUploads.delete(said(input, 'Key'))
			return ok({})
		},
		's3:ListMultipartUploads': ({ input }) =>
			ok({
				Uploads: [...openUploads]
					.filter(([key]) => key.startsWith(said(input, 'Prefix')))
					.map(([Key, UploadId]) => ({ Key, UploadId })),
			}),
		'glue:GetTables': () => ok({ TableList: [{ Name: 'identify' }] }),
		'glue:CreateTable': () => refused('AlreadyExistsException', 'Table already exists.'),
		'glue:CreateDatabase': () => refused('AlreadyExistsException', 'Database already exists.'),
		'glue:BatchDeleteTable': () =>
			ok({ Errors: [{ TableName: 'x', ErrorDetail: { ErrorCode: 'EntityNotFoundException', ErrorMessage: 'gone' } }] }),
		'emr:DescribeCluster': () =>
			ok({ Cluster: { Status: { State: 'WAITING' }, Tags: [{ Key: 'vendor', Value: 'segment' }] } }),
		'emr:DescribeStep': emrFirst('elasticmapreduce:DescribeStep', notAStep),
		'emr:AddJobFlowSteps': emrFirst(
			'elasticmapreduce:AddJobFlowSteps',
			refused('ValidationException', 'Steps must not be empty.'),
		),
		'emr:CancelSteps': () => ok({ CancelStepsInfoList: [{ StepId: 's-1', Status: 'FAILED' }] }),
		'emr:AddTags': () => ok({}),
		'emr:ListSteps': () => ok({ Steps: [] }),
		'emr:ListClusters': () => ok({ Clusters: [] }),
		'emr:ListInstanceGroups': () => ok({ InstanceGroups: [] }),
	}
	const trusted = ({ principalArn, externalId }: AssumeRequest) =>
		principalArn === null && externalId === 'ws-harbor' ? null : refused('AccessDenied', 'not authorized', 403)

	const access: CustomerAccess = {
		principals: options.principals ?? [PRINCIPAL, OLD_PRINCIPAL],
		async assume(request) {
			asked.push(request)
			const no = (options.accepts ?? trusted)(request)
			if (no) return no as AwsAnswer<RoleSession>
			const session = { roleArn: request.roleArn, accountId: TARGET.catalogId, region: request.region }
			belts.set(session, request.belt)
			return { ...answered, kind: 'ok', value: session }
		},
		async call(session, operation, input) {
			const call = { operation, input, belt: belts.get(session) ?? [] }
			calls.push(call)
			return (answers[operation] ?? healthy[operation] ?? (() => missing))(call)
		},
	}
	return { access, calls, asked, openUploads }
}

/** Ports in memory; `kept` shows what they were given. */
export function memoryPorts(access: CustomerAccess) {
	const kept = {
		sound: new Map<string, { sound: boolean; calibratedAt: Date }>(),
		uploads: new Map<string, RecordedUpload>(),
		tries: [] as TrustTry[],
	}
	const clock = { now: NOW }
	const ports: CheckPorts = {
		access,
		now: () => clock.now,
		soundness: {
			find: async (operation, region) => kept.sound.get(`${operation} ${region}`) ?? null,
			async keep(operation, region, sound) {
				kept.sound.set(`${operation} ${region}`, { sound, calibratedAt: clock.now })
			},
		},
		uploads: {
			async opening(upload) {
				kept.uploads.set(upload.key, upload)
			},
			async ended(_checkId, key) {
				kept.uploads.delete(key)
			},
			open: async (checkId) => [...kept.uploads.values()].filter((each) => !checkId || each.checkId === checkId),
		},
		tries: {
			recent: async (roleArn, since) =>
				kept.tries.filter((each) => each.roleArn === roleArn && Date.parse(each.at) >= since.getTime()),
			async add(_roleArn, tries) {
				kept.tries.push(...tries)
			},
		},
	}
	return { ports, kept, clock }
}

/** Runs a check and keeps what was reported on the way. */
export async function runOn(
	account: ReturnType<typeof anAccount>,
	order: CheckOrder = anOrder(),
	memory = memoryPorts(account.access),
	stopped = NEVER,
) {
	const reported: string[] = []
	const broken: unknown[] = []
	let total = 0
	const report: CheckReporter = {
		total: (count) => {
			total = count
		},
		found: async ({ findingId }) => {
			reported.push(findingId)
		},
		broke: (_findingId, error) => broken.push(error),
	}
	const result = await runCheck(order, memory.ports, report, stopped)
	const finding = (id: string) => {
		const found = result.findings.find(({ findingId }) => findingId === id)
		if (!found) throw new Error(`no finding ${id}`)
		return found
	}
	return { ...result, finding, reported, broken, total, memory }
}
