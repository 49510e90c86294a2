import type { Finding, Profile, TrustTry } from '../../../lib/contract/check-report.ts'
import type { AwsAnswer } from '../../aws/ports.ts'
import { findingOf, type Told } from '../finding.ts'
import type { Target } from '../order.ts'
import { ALLOWED, type Meaning } from '../probe.ts'
import { probesOf } from '../probes.ts'
import type { Context } from './cause.ts'

export const AT = '2026-11-20T10:00:05.000Z'
export const REQUEST_ID = 'b25f48e8-84fd-11e6-80d9-574e0c4664cb'

export const target: Target = {
	sourceId: 'grove-android',
	workspaceId: 'ws-grove',
	customer: 'Grove Grocers',
	region: 'us-east-1',
	roleArn: 'arn:aws:iam::510987654324:role/segment-datalake-iam-role',
	catalogId: '510987654324',
	bucket: 'grove-lake',
	database: 'grove_android',
	clusterId: 'j-1GR0VEANDR01',
	externalIds: ['ws-grove', 'grove-android'],
}

export const usual = 'arn:aws:iam::595280932656:role/segment-datalakes-production-access'
export const older = 'arn:aws:iam::294048959147:role/datalakes-aws-worker'
export const context: Context = { principals: [usual, older], otherIds: [], siblingRoleArns: [] }

export const aTry = (overrides: Partial<TrustTry>): TrustTry => ({
	principalArn: usual,
	roleArn: target.roleArn,
	externalId: 'ws-grove',
	of: 'workspace',
	accepted: false,
	at: AT,
	...overrides,
})

/** What became of one right: a meaning, the code beside it where AWS answered an error, or the text of a refusal. */
export type Answered = Meaning | { meaning: Meaning; code: string } | string

/** All findings of a profile as a run makes them: allowed, but for those that are answered otherwise. */
export function findingsOf(profile: Profile, answered: Record<string, Answered> = {}): Finding[] {
	const probes = probesOf(profile)
	const unknown = Object.keys(answered).filter((id) => !probes.some((probe) => probe.id === id))
	if (unknown.length > 0) throw new Error(`profile ${profile} has no ${unknown.join(', ')}`)
	return probes.map((probe) => {
		const given = answered[probe.id] ?? ALLOWED
		const subject = { probe, target, profile }
		if (typeof given === 'string') return findingOf(subject, { is: 'denied', text: given }, told(given, 'AccessDenied'))
		if ('meaning' in given) return findingOf(subject, given.meaning, told('refused', given.code))
		return findingOf(subject, given, given.is === 'denied' ? told(given.text, 'AccessDenied') : told('', null))
	})
}

function told(message: string, code: string | null): Told {
	const answered = { httpStatus: 400, requestId: REQUEST_ID, bucketRegion: null, date: null, durationMs: 12 }
	const answer: AwsAnswer =
		code === null ? { kind: 'ok', value: {}, ...answered } : { kind: 'refused', code, message, ...answered }
	return { call: 'x:Y', input: {}, answer, at: new Date(AT) }
}

/** The finding with this id, which must be there. */
export function the(findings: readonly Finding[], findingId: string): Finding {
	const found = findings.find((finding) => finding.findingId === findingId)
	if (!found) throw new Error(`no finding ${findingId}`)
	return found
}

const session = 'arn:aws:sts::510987654324:assumed-role/segment-datalake-iam-role/ann-1'
export const refused = (action: string, resource: string, tail = ''): string =>
	`User: ${session} is not authorized to perform: ${action} on resource: ${resource}${tail}`
export const notAllowedBy = (layer: string, action: string, resource: string): string =>
	refused(action, resource, ` because no ${layer} allows the ${action} action`)
export const deniedBy = (layer: string, action: string, resource: string, policyArn?: string): string =>
	refused(action, resource, ` with an explicit deny in a ${layer}${policyArn ? `: ${policyArn}` : ''}`)

export const EMR_RIGHTS: Record<string, string> = {
	'emr-describe-cluster': 'elasticmapreduce:DescribeCluster',
	'emr-describe-step': 'elasticmapreduce:DescribeStep',
	'emr-add-job-flow-steps': 'elasticmapreduce:AddJobFlowSteps',
	'emr-cancel-steps': 'elasticmapreduce:CancelSteps',
}
const cluster = `arn:aws:elasticmapreduce:us-east-1:510987654324:cluster/${target.clusterId}`

/** Every right on the cluster is refused; `layer` null: in the older wording. */
export const emrRefused = (layer: string | null): Record<string, Answered> => ({
	...Object.fromEntries(
		Object.entries(EMR_RIGHTS).map(([id, action]) => [
			id,
			layer === null ? refused(action, cluster) : notAllowedBy(layer, action, cluster),
		]),
	),
	'emr-cluster-state': { is: 'blocked-by', findingId: 'emr-describe-cluster' },
	'emr-vendor-tag': { is: 'blocked-by', findingId: 'emr-describe-cluster' },
})
