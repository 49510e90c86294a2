import { describe, expect, it } from 'vitest'
import type { Profile, TrustTry } from '../../lib/contract/check-report.ts'
import { conclude } from './conclude.ts'
import {
	type Answered,
	aTry,
	context,
	deniedBy,
	EMR_RIGHTS,
	emrRefused,
	findingsOf,
	notAllowedBy,
	older,
	refused,
	target,
	the,
	usual,
} from './explanation/findings.fixture.ts'

const concluded = (answered: Record<string, Answered>, profile: Profile = 'sync', trust: TrustTry[] = []) =>
	conclude(findingsOf(profile, answered), trust, target, profile, context)

const table = 'arn:aws:glue:us-east-1:510987654324:table/grove_android/x'
const scp = 'arn:aws:organizations::998877665544:policy/o-grove1/service_control_policy/p-lake1'
const onBatch = deniedBy('service control policy', 'glue:BatchCreatePartition', table, scp)
const wrong = (headline: string): Answered => ({ is: 'wrong-setting', headline })
const failed: Answered = { is: 'error', headline: 'AWS gave no answer in time.' }
const unproven: Answered = { is: 'not-provable', headline: 'Cannot be tried.' }

describe('the verdict', () => {
	it.each<[reason: string, verdict: string, answered: Record<string, Answered>, profile: Profile]>([
		['everything is allowed', 'ok', {}, 'sync'],
		[
			"rights that are not in the shipped policy are nobody's fault",
			'ok',
			{ 'emr-list-steps': notAllowedBy('identity-based policy', 'elasticmapreduce:ListSteps', '*') },
			'replay-existing',
		],
		[
			'an extra of the shipped policy blocks nothing either',
			'ok',
			{ 'emr-cancel-steps': notAllowedBy('identity-based policy', 'elasticmapreduce:CancelSteps', '*') },
			'sync',
		],
		['an extra that failed blocks nothing', 'ok', { 's3-logs-readable': failed }, 'sync'],
		['one right is refused', 'blocked', { 'glue-batch-create-partition': onBatch }, 'sync'],
		['a setting names what is not so', 'blocked', { 'glue-database': wrong('No such database.') }, 'sync'],
		[
			'a refusal counts more than a failure',
			'blocked',
			{ 'glue-batch-create-partition': onBatch, 's3-put-object': failed },
			'sync',
		],
		['a look-up failed: neither pass nor fail', 'unclear', { 's3-put-object': failed }, 'sync'],
		['a right cannot be proven', 'unclear', { 'kms-decrypt': unproven }, 'sync'],
		[
			'not asked, because a look-up before it failed',
			'unclear',
			{ 's3-list-bucket': failed, 's3-get-object': { is: 'blocked-by', findingId: 's3-list-bucket' } },
			'sync',
		],
		[
			'our own session policy refused: no word of the customer',
			'unclear',
			{ 's3-put-object': notAllowedBy('session policy', 's3:PutObject', 'r') },
			'sync',
		],
		[
			'our own VPC endpoint refused: no word of the customer',
			'unclear',
			{ 's3-put-object': notAllowedBy('VPC endpoint policy', 's3:PutObject', 'r') },
			'sync',
		],
	])('%s: %s', (_, verdict, answered, profile) => {
		expect(concluded(answered, profile).verdict).toBe(verdict)
	})

	it('is unclear when nothing was asked', () => {
		expect(conclude([], [], target, 'sync', context)).toEqual({
			verdict: 'unclear',
			headline: 'Unclear: nothing was asked.',
			findings: [],
			advice: [],
		})
	})

	it('takes an outcome of the future for no pass', () => {
		const [first, ...rest] = findingsOf('sync')
		const findings = first ? [{ ...first, outcome: 'maybe' }, ...rest] : []
		expect(conclude(findings, [], target, 'sync', context).verdict).toBe('unclear')
	})
})

describe('the sentence of the verdict', () => {
	const identity = (action: string) => notAllowedBy('identity-based policy', action, table)
	it.each<[headline: string, answered: Record<string, Answered>]>([
		["OK: the customer's role holds every right that a sync needs.", {}],
		[
			"Blocked: an organisation policy denies glue:BatchCreatePartition. Only the customer's organisation admin can lift it.",
			{ 'glue-batch-create-partition': onBatch },
		],
		[
			"Blocked: the role's own policy does not allow glue:CreateTable, glue:GetTable and 1 more. Only the customer's account admin can add it.",
			{
				'glue-get-table': identity('glue:GetTable'),
				'glue-create-table': identity('glue:CreateTable'),
				'glue-update-table': identity('glue:UpdateTable'),
			},
		],
		[
			"Blocked: cluster j-1GR0VEANDR01 of the settings has ended. Whoever keeps the source's settings can name the cluster that runs now. And 2 more causes stand in the way.",
			{
				'emr-cluster-state': wrong('The cluster of the settings has ended: it is TERMINATED.'),
				'glue-batch-create-partition': onBatch,
				's3-delete-object': deniedBy('resource-based policy', 's3:DeleteObject', '"arn:aws:s3:::grove-lake/x"'),
			},
		],
		[
			'Unclear: s3:PutObject could not be judged, since calls failed on our side or on the way. Nothing that AWS answered is missing.',
			{ 's3-put-object': failed, 'kms-decrypt': unproven },
		],
		[
			'Unclear: kms:Decrypt cannot be proven by a harmless call. Nothing that AWS answered is missing.',
			{ 'kms-decrypt': unproven },
		],
		[
			"OK: the customer's role holds every right that a sync needs. But the customer's role lets us in without its external id, so it does not tell this customer's requests from another's. The customer's account admin should add the condition sts:ExternalId to the trust policy.",
			{
				'trust-external-id-enforced': { is: 'wrong-setting', layer: 'trust', headline: 'The role lets us in without.' },
			},
		],
	])('%s', (headline, answered) => {
		expect(concluded(answered).headline).toBe(headline)
	})
})

describe('findings in the light of each other', () => {
	const logs: Record<string, Answered> = { 's3-logs-exist': { is: 'allowed' } }
	const noLogs: Record<string, Answered> = { 's3-logs-exist': unproven }

	it.each([
		['in the newer wording', 'identity-based policy'],
		['in the older wording, which names no layer', null],
	])('all of EMR refused and logs of the cluster there: the tag is likely missing, %s', (_, layer) => {
		const { headline, findings, advice } = concluded({ ...emrRefused(layer), ...logs })
		expect(headline).toBe(
			"Blocked: cluster j-1GR0VEANDR01 most likely lacks the tag vendor=segment (exact case). The customer's account admin can set it.",
		)
		expect(the(findings, 'emr-add-job-flow-steps')).toMatchObject({
			outcome: 'denied',
			layer: 'identity',
			explicit: false,
			confidence: 'likely',
			remediation: { addressee: 'account-admin', adviceId: 'vendor-tag' },
		})
		expect(advice).toHaveLength(1)
		expect(advice[0]).toMatchObject({ policy: null })
		expect(advice[0]?.commands).toContain(
			'aws emr add-tags --region us-east-1 --resource-id j-1GR0VEANDR01 --tags vendor=segment',
		)
	})

	it('all of EMR refused and no logs: three explanations, none of them sure', () => {
		const { findings, verdict } = concluded({ ...emrRefused('identity-based policy'), ...noLogs })
		expect(verdict).toBe('blocked')
		const { confidence, hypotheses } = the(findings, 'emr-describe-cluster')
		expect(confidence).toBe('unsure')
		expect(hypotheses).toHaveLength(3)
		expect(hypotheses.join(' ')).toMatch(/tag vendor=segment.*cluster id.*rights on EMR/)
	})

	it('some of EMR refused: the tag is there, the action is missing, and that is certain', () => {
		const denied = notAllowedBy(
			'identity-based policy',
			'elasticmapreduce:AddTags',
			'arn:aws:elasticmapreduce:us-east-1:510987654324:cluster/*',
		)
		const { findings, advice } = concluded({ 'emr-add-tags': denied }, 'replay-dedicated')
		expect(the(findings, 'emr-add-tags')).toMatchObject({ layer: 'identity', confidence: 'certain' })
		expect(advice[0]).toMatchObject({ adviceId: 'identity-missing', addressee: 'account-admin' })
		expect(advice[0]?.terraform).toContain('?ref=eb6c8e13c7548f0198120e7370e221a149cc1a9c')
	})

	it('some of EMR refused in the older wording: the action is likely missing', () => {
		const { findings, advice } = concluded({ 'emr-cancel-steps': refused('elasticmapreduce:CancelSteps', '*') })
		expect(the(findings, 'emr-cancel-steps')).toMatchObject({
			layer: 'identity',
			confidence: 'likely',
			outcome: 'denied',
		})
		expect(advice.map(({ adviceId }) => adviceId)).toEqual(['identity-missing'])
	})

	it('all of EMR refused by an organisation is not about the tag', () => {
		const { advice } = concluded({ ...emrRefused('service control policy'), ...logs })
		expect(advice.map(({ adviceId }) => adviceId)).toEqual(['scp-missing'])
	})

	it.each([
		['in the role itself', ' with an explicit deny in an identity-based policy', 'identity-deny'],
		['that AWS does not place', ' with an explicit deny', 'unnamed-emr'],
	])('all of EMR refused by a statement that denies %s is not about the tag', (_, tail, adviceId) => {
		const denied = Object.fromEntries(
			Object.entries(EMR_RIGHTS).map(([id, action]) => [id, refused(action, 'r', tail)]),
		)
		const { advice } = concluded({ ...emrRefused(null), ...denied, ...logs })
		expect(advice.map((one) => one.adviceId)).toEqual([adviceId])
	})

	it('a cluster that was seen without the tag leaves no doubt', () => {
		const seen = {
			...emrRefused('identity-based policy'),
			'emr-describe-cluster': { is: 'allowed' },
			'emr-cluster-state': { is: 'allowed' },
		} as const
		const { findings, advice } = concluded({
			...seen,
			'emr-vendor-tag': wrong('The cluster has no tag vendor=segment.'),
		})
		expect(the(findings, 'emr-add-job-flow-steps').confidence).toBe('certain')
		expect(advice.map(({ adviceId }) => adviceId)).toEqual(['vendor-tag'])
	})

	it('a bucket in another region is the root cause of what Glue and EMR refuse', () => {
		const glue = notAllowedBy('identity-based policy', 'glue:GetTables', 'arn:aws:glue:us-east-1:510987654324:catalog')
		const { headline, findings, advice } = concluded({
			's3-bucket-region': wrong('The bucket is in eu-west-1; the settings say us-east-1.'),
			's3-put-object': { is: 'blocked-by', findingId: 's3-bucket-region' },
			'glue-get-tables': glue,
			...emrRefused('identity-based policy'),
		})
		expect(headline).toBe(
			"Blocked: the bucket lies in eu-west-1, but the settings say us-east-1. Whoever keeps the source's settings can correct them.",
		)
		expect(advice.map(({ adviceId }) => adviceId)).toEqual(['setting-region'])
		expect(advice[0]).toMatchObject({ addressee: 'settings-admin', policy: null, commands: null })
		expect(the(findings, 'glue-get-tables')).toMatchObject({
			outcome: 'denied',
			layer: 'identity',
			confidence: 'likely',
		})
		expect(the(findings, 'glue-get-tables').headline).toContain('consequence')
		expect(the(findings, 'emr-describe-cluster').remediation).toMatchObject({ adviceId: 'setting-region' })
	})

	it('a bucket that does not exist is not a matter of its region', () => {
		const meaning = wrong('The bucket of the settings does not exist.') as { is: 'wrong-setting'; headline: string }
		const { advice } = concluded({ 's3-bucket-region': { meaning, code: 'NotFound' } })
		expect(advice.map(({ adviceId }) => adviceId)).toEqual(['setting-bucket'])
	})

	it('an unknown cluster explains that the rights on it are refused, an ended one does not', () => {
		const refusals = emrRefused('identity-based policy')
		const state = (code: string | null): Record<string, Answered> => {
			const meaning = { is: 'wrong-setting', headline: 'The cluster of the settings has ended.' } as const
			return {
				...refusals,
				'emr-describe-cluster': { is: 'allowed' },
				'emr-cluster-state': code === null ? meaning : { meaning, code },
			}
		}
		expect(concluded(state('InvalidRequestException')).advice.map(({ adviceId }) => adviceId)).toEqual([
			'setting-cluster',
		])
		expect(concluded(state(null)).advice.map(({ adviceId }) => adviceId)).toEqual([
			'setting-cluster',
			'identity-missing',
		])
	})

	it("a bucket of somebody else explains S3's silence", () => {
		const { advice, findings } = concluded({
			's3-bucket-owner': {
				is: 'wrong-setting',
				headline: "The bucket belongs to another account than the settings'.",
				likely: true,
			},
			's3-list-bucket': 'Access Denied',
			's3-put-object': 'Access Denied',
		})
		expect(advice.map(({ adviceId }) => adviceId)).toEqual(['setting-bucket'])
		expect(the(findings, 's3-put-object')).toMatchObject({ layer: null, remediation: { addressee: 'settings-admin' } })
	})

	it('what AWS does not explain stays unexplained, with all explanations', () => {
		const { findings, advice } = concluded({ 's3-delete-object': 'Access Denied' })
		expect(the(findings, 's3-delete-object')).toMatchObject({ layer: null, confidence: 'unsure' })
		expect(the(findings, 's3-delete-object').hypotheses.length).toBeGreaterThan(3)
		expect(advice[0]).toMatchObject({ addressee: 'account-admin', adviceId: 'unnamed-s3' })
	})

	it('a bucket of somebody else does not explain what an organisation denies, nor what is refused elsewhere', () => {
		const { advice } = concluded({
			's3-bucket-owner': { is: 'wrong-setting', headline: 'The bucket belongs to another account.', likely: true },
			's3-put-object': deniedBy('service control policy', 's3:PutObject', '"arn:aws:s3:::grove-lake/x"'),
			'glue-get-table': 'Access Denied',
		})
		expect(advice.map(({ adviceId }) => adviceId)).toEqual(['setting-bucket', 'scp-deny', 'unnamed-glue'])
	})

	it('rights that the product does not ask for are not asked for', () => {
		const { advice, findings } = concluded(
			{ 'emr-list-steps': notAllowedBy('identity-based policy', 'elasticmapreduce:ListSteps', '*') },
			'replay-existing',
		)
		expect(advice).toEqual([])
		expect(the(findings, 'emr-list-steps').remediation).toMatchObject({ adviceId: null })
		expect(the(findings, 'emr-list-steps').remediation?.sentence).toContain('Nothing to do')
	})

	it('a bucket on which everything is refused without a word may belong to somebody else', () => {
		const { headline, findings } = concluded({
			's3-list-bucket': 'Access Denied',
			's3-put-object': 'Access Denied',
			's3-delete-object': 'Access Denied',
		})
		expect(headline).toContain('everything on the bucket')
		expect(the(findings, 's3-put-object').hypotheses[0]).toBe('The bucket belongs to another account.')
	})

	it('the cause that refuses most comes first, and what only extras lack comes last', () => {
		const put = deniedBy('resource-based policy', 's3:PutObject', '"arn:aws:s3:::grove-lake/x"')
		const { advice } = concluded({
			's3-put-object': put,
			'glue-get-table': onBatch,
			'glue-get-tables': onBatch,
			'emr-cancel-steps': notAllowedBy('identity-based policy', 'elasticmapreduce:CancelSteps', '*'),
			'glue-update-table': failed,
		})
		expect(advice.map(({ adviceId }) => adviceId)).toEqual(['scp-deny', 'resource-deny', 'ours', 'identity-missing'])
	})
})

describe('a role that refuses us', () => {
	const entry = {
		'trust-assume-role': { is: 'denied', text: refused('sts:AssumeRole', target.roleArn), likely: 'trust' },
	} as const
	const sibling = 'arn:aws:iam::510987654324:role/segment-data-lake-iam-role'
	const misses = [aTry({}), aTry({ externalId: 'grove-android', of: 'this-source' })]
	it.each<[reason: string, clause: string, addressee: string, sure: string, trust: TrustTry[]]>([
		[
			'ids of other sources are accepted',
			'accepts external ids of other sources',
			'account-admin',
			'certain',
			[...misses, aTry({ externalId: 'grove-ios', of: 'other-source', accepted: true }), aTry({ principalArn: older })],
		],
		[
			'an older role of ours is accepted',
			'trusts only our older roles',
			'account-admin',
			'certain',
			[...misses, aTry({ principalArn: older, accepted: true })],
		],
		[
			"the role of the workspace's other sources accepts us",
			"the role of the workspace's other sources lets us in",
			'settings-admin',
			'likely',
			[...misses, aTry({ roleArn: sibling, accepted: true })],
		],
		[
			'nothing is accepted',
			'AWS gives no cause',
			'account-admin',
			'unsure',
			[...misses, aTry({ principalArn: older })],
		],
		['nothing else was tried', 'AWS gives no cause', 'account-admin', 'unsure', []],
		[
			'a try without an answer proves nothing',
			'AWS gives no cause',
			'account-admin',
			'unsure',
			[aTry({ principalArn: older, accepted: null })],
		],
		[
			'a stranger who is let in tells nothing of the list',
			'AWS gives no cause',
			'account-admin',
			'unsure',
			[aTry({ externalId: null, of: 'none', accepted: true })],
		],
	])('%s', (_, clause, addressee, confidence, trust) => {
		const { verdict, headline, findings, advice } = concluded(entry, 'sync', trust)
		expect(verdict).toBe('blocked')
		expect(headline).toContain(clause)
		expect(advice.map(({ adviceId }) => adviceId)).toEqual(['trust'])
		expect(advice[0]).toMatchObject({ addressee })
		expect(the(findings, 'trust-assume-role')).toMatchObject({ layer: 'trust', confidence, outcome: 'denied' })
	})

	it('is shown the trust policy before and after, with what it accepts kept', () => {
		const accepted = ['grove-ios', 'grove-web'].map((externalId) =>
			aTry({ externalId, of: 'other-source', accepted: true }),
		)
		const { advice } = concluded(entry, 'sync', [...misses, ...accepted])
		const ids = (policy: string | null | undefined) =>
			JSON.parse(policy ?? '').Statement[0].Condition.StringEquals['sts:ExternalId']
		expect(ids(advice[0]?.policyBefore)).toEqual(['grove-ios', 'grove-web'])
		expect(ids(advice[0]?.policy)).toEqual(['grove-ios', 'grove-web', 'ws-grove'])
		expect(advice[0]?.terraform).toContain('"ws-grove"  = "ws-grove" # new')
	})

	it('that trusts an older role of ours is asked to add the usual one beside it', () => {
		const { advice } = concluded(entry, 'sync', [...misses, aTry({ principalArn: older, accepted: true })])
		const principals = (policy: string | null | undefined) => JSON.parse(policy ?? '').Statement[0].Principal.AWS
		expect(principals(advice[0]?.policyBefore)).toEqual([older])
		expect(principals(advice[0]?.policy)).toEqual([older, usual])
	})

	it('because its region is off is a matter of the region', () => {
		const meaning = { is: 'wrong-setting', headline: 'The region us-east-1 is not enabled.' } as const
		const { headline, advice } = concluded({ 'trust-assume-role': { meaning, code: 'RegionDisabledException' } })
		expect(headline).toBe(
			"Blocked: region us-east-1 is not enabled in the customer's account. Only the customer's account admin can enable it.",
		)
		expect(advice[0]).toMatchObject({ addressee: 'account-admin', adviceId: 'region-off' })
	})
})
