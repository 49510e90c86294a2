import type { Advice, Check, CheckRow, Finding } from '../../lib/contract/check-report.ts'
import type { Me } from '../../lib/contract/sessions.ts'
import type { Source } from '../../lib/contract/sources.ts'

export const GROVE: Source = {
	sourceId: 'grove-android',
	workspaceId: 'ws-grove',
	customer: 'Grove Foods',
	region: 'us-east-1',
	roleArn: 'arn:aws:iam::510987654324:role/SegmentDataLakeRole',
	externalIds: ['grove-android', 'ws-grove'],
	catalogId: '510987654324',
	bucket: 'grove-lake',
	database: 'grove_android',
	clusterId: 'j-5GR0VEANDR01',
	archive: { bucket: 'sluice-archive-us-west-2', prefix: 'segment-logs/grove-android/', layout: 'received-day' },
	version: 3,
	updatedAt: '2026-11-03T14:05:00.000Z',
	updatedBy: 'admin@sluice.example',
}

export const me = (role: Me['role']): Me => ({
	person: `${role}@sluice.example`,
	name: 'Somebody',
	role,
	via: 'console',
	operations: role === 'viewer' || role === 'auditor' ? [] : ['checks.run'],
	time: '2026-11-03T14:05:00.000Z',
})

const TABLE = 'arn:aws:glue:us-east-1:510987654324:table/grove_android/*'

/** A finding that is allowed unless told otherwise; its id follows from its action as the service makes it. */
export function finding(action: string, over: Partial<Finding> = {}): Finding {
	const [service = '', operation = ''] = action.split(':')
	const group = service === 'elasticmapreduce' ? 'emr' : service
	return {
		findingId: `${group}-${operation.replace(/(?<!^)([A-Z])/g, '-$1').toLowerCase()}`,
		group,
		action,
		resource: TABLE,
		purpose: 'Add partitions for new hours',
		outcome: 'allowed',
		layer: null,
		explicit: null,
		confidence: 'certain',
		mandatory: true,
		headline: `The role may call ${action}.`,
		breaks: null,
		blockedBy: null,
		hypotheses: [],
		evidence: {
			call: action,
			input: { DatabaseName: 'grove_android' },
			httpStatus: 400,
			code: 'EntityNotFoundException',
			awsRequestId: 'aws-req-1',
			message: 'Table not found.',
			policyArn: null,
			soundness: 'documented',
			calibratedAt: null,
			at: '2026-11-03T14:05:02.000Z',
			durationMs: 84,
		},
		remediation: null,
		...over,
	}
}

export const DENIED = finding('glue:BatchCreatePartition', {
	outcome: 'denied',
	layer: 'scp',
	explicit: true,
	headline: 'An organisation policy denies glue:BatchCreatePartition.',
	breaks: 'Permissions error while adding partitions',
	hypotheses: ['A second policy may deny it as well'],
	evidence: {
		...finding('glue:BatchCreatePartition').evidence,
		code: 'AccessDeniedException',
		awsRequestId: 'aws-req-scp',
		message:
			'User: x is not authorized to perform: glue:BatchCreatePartition with an explicit deny in a service control policy',
	},
	remediation: {
		addressee: 'organisation-admin',
		sentence: 'Relax the organisation policy.',
		adviceId: 'scp',
	},
})

export const ADVICE: Advice = {
	adviceId: 'scp',
	addressee: 'organisation-admin',
	title: 'Ask the organisation admin',
	findingIds: [DENIED.findingId],
	policy: null,
	policyBefore: null,
	terraform: null,
	commands: null,
	message: 'Please relax the policy that denies `glue:BatchCreatePartition`.',
}

export const FINDINGS: Finding[] = [
	finding('sts:AssumeRole', { findingId: 'trust-assume-role', group: 'trust' }),
	finding('s3:ListBucket', { resource: 'arn:aws:s3:::grove-lake' }),
	finding('s3:PutObject', { resource: 'arn:aws:s3:::grove-lake/*' }),
	DENIED,
	finding('glue:GetTables'),
	finding('elasticmapreduce:AddJobFlowSteps', { outcome: 'not-provable', headline: 'No harmless call can tell.' }),
]

export const HEADLINE = 'Blocked: an organisation policy denies glue:BatchCreatePartition.'

const HEAD = {
	checkId: 'chk-1',
	sourceId: 'grove-android',
	customer: 'Grove Foods',
	profile: 'sync',
	saved: true,
	requestedBy: 'support@sluice.example',
	requestedAt: '2026-11-03T14:05:00.000Z',
}

export const row = (over: Partial<CheckRow> = {}): CheckRow => ({
	...HEAD,
	status: 'done',
	progress: { done: 6, total: 6 },
	verdict: 'blocked',
	headline: HEADLINE,
	finishedAt: '2026-11-03T14:05:03.000Z',
	...over,
})

/** SC1 as its report stands once it is done. */
export const report = (over: Partial<Check> = {}): Check => ({
	...HEAD,
	status: 'done',
	progress: { done: 6, total: 6 },
	verdict: 'blocked',
	headline: HEADLINE,
	finishedAt: '2026-11-03T14:05:03.000Z',
	ticket: null,
	startedAt: '2026-11-03T14:05:00.500Z',
	restarts: 0,
	failure: null,
	settings: {
		version: 3,
		region: GROVE.region,
		database: GROVE.database,
		clusterId: GROVE.clusterId,
		roleArn: GROVE.roleArn,
		catalogId: GROVE.catalogId,
		bucket: GROVE.bucket,
		externalId: 'ws-grove',
	},
	findings: FINDINGS,
	advice: [ADVICE],
	trust: [],
	newer: null,
	...over,
})

/** The same while it runs, with as many findings as have come. */
export const running = (count: number, over: Partial<Check> = {}): Check =>
	report({
		status: 'running',
		progress: { done: count, total: 6 },
		verdict: null,
		headline: null,
		finishedAt: null,
		findings: FINDINGS.slice(0, count),
		advice: [],
		...over,
	})

/** What the service leaves of a report for viewers and auditors: the members that are not for them are absent. */
export function redacted(check: Check): Check {
	const { advice: _a, trust: _t, settings, findings, ...rest } = check
	const { region, database, clusterId, version } = settings
	return {
		...rest,
		settings: { region, database, clusterId, version },
		findings: findings.map(({ resource: _r, remediation: _m, evidence, ...seen }) => {
			const { input: _i, awsRequestId: _q, message: _w, policyArn: _p, ...known } = evidence
			return { ...seen, evidence: known }
		}),
	}
}
