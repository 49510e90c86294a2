import { describe, expect, it } from 'vitest'
import type { FailureCause, NoSuccess, StoredDescription, StoredLook, StoredStep } from '../store/cluster-schema.ts'
import { aDescription, aLook } from './cluster.fixture.ts'
import { verdictOf } from './verdict.ts'

const no = (code: string, message: string): NoSuccess => ({
	kind: 'refused',
	action: 'elasticmapreduce:DescribeCluster',
	code,
	message,
	requestId: null,
})
const failed = (cause: FailureCause): NoSuccess => ({
	kind: 'failed',
	action: 'elasticmapreduce:DescribeCluster',
	cause,
	message: 'x',
	requestId: null,
})
const USER =
	'User: arn:aws:sts::222233334444:assumed-role/R/s is not authorized to perform: elasticmapreduce:DescribeCluster'
const ON = 'on resource: arn:aws:elasticmapreduce:us-west-2:222233334444:cluster/j-2AXXXXXXGAPLF'
const IMPLICIT = no(
	'AccessDeniedException',
	`${USER} ${ON} because no identity-based policy allows the elasticmapreduce:DescribeCluster action`,
)
const OLD = no('AccessDeniedException', `${USER}`)
const SCP = no('AccessDeniedException', `${USER} ${ON} with an explicit deny in a service control policy`)
const EXPLICIT = no('AccessDeniedException', `${USER} ${ON} with an explicit deny in an identity-based policy`)
const BELT = no(
	'AccessDeniedException',
	`${USER} ${ON} because no session policy allows the elasticmapreduce:DescribeCluster action`,
)
const UNKNOWN_ID = no('InvalidRequestException', "Cluster id 'j-2AXXXXXXGAPLF' is not valid.")

const refusedLook = (look: Partial<StoredLook>) =>
	verdictOf({ look: aLook(look), region: 'us-west-2', description: null, steps: [] })
const described = (description: Partial<StoredDescription>, steps: StoredStep[] = []) =>
	verdictOf({ look: aLook(), region: 'us-west-2', description: aDescription(description), steps })

describe('a refusal', () => {
	it.each<[why: string, look: Partial<StoredLook>, verdict: string]>([
		[
			'the bucket holds logs of the cluster',
			{ describe: IMPLICIT, otherDenied: true, logs: true },
			'likely missing-tag',
		],
		[
			'the same in an old text that names nothing',
			{ describe: OLD, otherDenied: true, logs: true },
			'likely missing-tag',
		],
		['the bucket holds no log of it', { describe: IMPLICIT, otherDenied: true, logs: false }, 'likely not-found'],
		['the bucket tells nothing', { describe: IMPLICIT, otherDenied: true, logs: null }, 'unsure denied'],
		[
			'another right on the cluster is there, so the tag is',
			{ describe: IMPLICIT, otherDenied: false, logs: true },
			'certain denied',
		],
		['an organisation policy denies it', { describe: SCP, otherDenied: true, logs: true }, 'certain denied'],
		['a statement denies it', { describe: EXPLICIT, otherDenied: true, logs: true }, 'certain denied'],
		['our own session policy refused', { describe: BELT, otherDenied: true, logs: true }, 'certain unreachable'],
		[
			'the cluster was found where the bucket is',
			{ describe: IMPLICIT, bucketRegion: 'us-east-1', elsewhere: 'us-east-1', logs: true },
			'certain wrong-region',
		],
		[
			'only the bucket is elsewhere',
			{ describe: IMPLICIT, otherDenied: true, bucketRegion: 'us-east-1', logs: true },
			'likely wrong-region',
		],
		['EMR knows no such id', { describe: UNKNOWN_ID }, 'certain not-found'],
		[
			'EMR knows no such id here, but there',
			{ describe: UNKNOWN_ID, bucketRegion: 'us-east-1', elsewhere: 'us-east-1' },
			'certain wrong-region',
		],
		['the region is off', { door: no('RegionDisabledException', 'STS is not activated') }, 'certain wrong-region'],
		['the role does not let us in', { door: no('AccessDenied', 'not authorized') }, 'certain role-refused'],
	])('%s', (_why, look, expected) => {
		const { confidence, verdict, headline, next, hypotheses, evidence } = refusedLook(look)
		expect(`${confidence} ${verdict}`).toBe(expected)
		expect(hypotheses.length > 0).toBe(confidence !== 'certain')
		expect(evidence).not.toBeNull()
		expect(`${headline} ${next}`).not.toMatch(/arn:|\d{12}|undefined|null/)
	})

	it.each<FailureCause>(['timeout', 'network', 'throttled', 'server', 'circuit-open', 'ours'])(
		'%s is neither good nor bad',
		(cause) => {
			for (const look of [{ door: failed(cause) }, { describe: failed(cause) }])
				expect(refusedLook(look).verdict).toBe('unreachable')
		},
	)
})

const aStep = (state: string, message: string | null = null): StoredStep => ({
	name: 'sluice-replay/1',
	state,
	actionOnFailure: 'CONTINUE',
	timeline: { createdAt: null, startedAt: null, endedAt: state === 'RUNNING' ? null : '2026-11-20T10:00:00.000Z' },
	failure: state === 'FAILED' ? { reason: 'Unknown Error', message, logFile: null } : null,
})
const groups = (state: string): StoredDescription['instances'] => ({
	is: 'told',
	groups: [
		{
			groupId: 'ig-1',
			name: null,
			type: 'CORE',
			market: null,
			instanceType: null,
			requested: 2,
			running: 1,
			state,
			message: null,
		},
	],
})

describe('a described cluster', () => {
	it.each<[why: string, description: Partial<StoredDescription>, steps: StoredStep[], verdict: string]>([
		['waits', {}, [], 'ok'],
		['is still being made', { state: 'BOOTSTRAPPING' }, [], 'ok'],
		['has no tag', { tags: [] }, [], 'missing-tag'],
		['has the tag in other letters', { tags: [{ key: 'Vendor', value: 'Segment' }] }, [], 'missing-tag'],
		['has ended, which no tag can mend', { state: 'TERMINATED', tags: [] }, [], 'ended'],
		['is shutting down', { state: 'TERMINATING' }, [], 'ended'],
		['ended with errors', { state: 'TERMINATED_WITH_ERRORS', reasonCode: 'BOOTSTRAP_FAILURE' }, [], 'ended'],
		['ended for a reason that no catalogue knows', { state: 'TERMINATED', reasonCode: 'MOON_PHASE' }, [], 'ended'],
		['is in a state that no catalogue knows', { state: 'HIBERNATING' }, [], 'attention'],
		['has a group whose nodes do not come up', { instances: groups('SUSPENDED') }, [], 'attention'],
		['has a group that EMR gave up', { instances: groups('ARRESTED') }, [], 'attention'],
		['has a group in a state that no object has', { instances: groups('constructor') }, [], 'ok'],
		['failed our last step', {}, [aStep('FAILED'), aStep('COMPLETED')], 'attention'],
		['has done well since a step failed', {}, [aStep('COMPLETED'), aStep('FAILED')], 'ok'],
		['works on a step after a failed one', {}, [aStep('RUNNING'), aStep('FAILED')], 'attention'],
	])('that %s', (_why, description, steps, expected) => {
		const { verdict, headline } = described(description, steps)
		expect(verdict).toBe(expected)
		expect(headline).not.toMatch(/undefined|null/)
	})

	it.each([
		['VALIDATION_ERROR', 'Service role EMR_DefaultRole has insufficient EC2 permissions', /service role lacks rights/],
		['VALIDATION_ERROR', 'The subnet configuration was invalid', /subnet is gone or has no route/],
		['VALIDATION_ERROR', 'x', /did not accept/],
		[
			'BOOTSTRAP_FAILURE',
			'On the master instance, bootstrap action 1 returned a non-zero return code',
			/bootstrap script/,
		],
		['INSTANCE_FAILURE', 'spot instances were terminated', /spot machines/],
		['INSTANCE_FAILURE', 'EBS volume: KMS key is disabled', /encryption key/],
		['INSTANCE_FAILURE', null, /failed or were taken away/],
		['INSTANCE_FLEET_TIMEOUT', 'x', /fleet/],
		['INTERNAL_ERROR', 'Insufficient capacity', /no machines of this type/],
		['INTERNAL_ERROR', 'x', /EMR itself/],
		['USER_REQUEST', 'Terminated by user request', /ended the cluster/],
		['STEP_FAILURE', 'Shut down as step failed', /step failed/],
		['ALL_STEPS_COMPLETED', 'Steps completed', /told to end/],
	])('that ended for %s (%s) says why and what to do', (reasonCode, reasonMessage, words) => {
		const { headline, next, addressee } = described({ state: 'TERMINATED_WITH_ERRORS', reasonCode, reasonMessage })
		expect(headline).toMatch(words)
		expect(next).toMatch(/\.$/)
		expect(addressee).not.toBeNull()
	})

	it.each([
		['AmazonS3Exception: Access Denied (Status Code: 403)', /instance profile/],
		['java.lang.OutOfMemoryError: GC overhead limit', /memory/],
		['cannot cast bigint to string', /type of a column/],
		['UnsupportedClassVersionError', /another release/],
		[null, /does not say why/],
	])('whose step failed with %s says why, with the release', (message, words) => {
		const { headline } = described({}, [aStep('FAILED', message)])
		expect(headline).toMatch(words)
		expect(headline).toContain('emr-6.5.0')
	})
})
