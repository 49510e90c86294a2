import { describe, expect, it } from 'vitest'
import type { Advice, Profile, TrustTry } from '../../../lib/contract/check-report.ts'
import { conclude } from '../conclude.ts'
import {
	type Answered,
	aTry,
	context,
	deniedBy,
	findingsOf,
	notAllowedBy,
	older,
	REQUEST_ID,
	refused,
	target,
	usual,
} from './findings.fixture.ts'

const table = 'arn:aws:glue:us-east-1:510987654324:table/grove_android/track'
const object = '"arn:aws:s3:::grove-lake/segment-stage/x"'
const key = 'arn:aws:kms:us-east-1:510987654324:key/1b2c'
const policyArn = 'arn:aws:organizations::998877665544:policy/o-grove1/service_control_policy/p-lake1'

function adviceFor(answered: Record<string, Answered>, profile: Profile = 'sync', trust: TrustTry[] = []): Advice {
	const [first] = conclude(findingsOf(profile, answered), trust, target, profile, {
		...context,
		ticket: 'LAKE-1234',
	}).advice
	if (!first) throw new Error('no advice')
	return first
}

type Facts = {
	addressee: string
	greeting: string
	/** What the message must say. */
	says: string[]
	/** What it must not. */
	never?: string[]
	policy: boolean
	commands: string | null
}

const everyMessage = [
	target.customer,
	target.sourceId,
	REQUEST_ID,
	'2026-11-20 10:00:05 UTC',
	'run the same check again',
	'Ticket: LAKE-1234',
]

describe('the message to whoever can lift a denial', () => {
	it.each<[layer: string, answered: Record<string, Answered>, facts: Facts]>([
		[
			'identity, implicit',
			{ 'glue-batch-delete-partition': notAllowedBy('identity-based policy', 'glue:BatchDeletePartition', table) },
			{
				addressee: 'account-admin',
				greeting: 'Hello admin of the AWS account',
				says: [
					'`glue:BatchDeletePartition`',
					'Nothing wider',
					'Insufficient permissions: Glue delete table',
					target.roleArn,
				],
				policy: true,
				commands: 'aws iam put-role-policy --role-name segment-datalake-iam-role',
			},
		],
		[
			'identity, explicit',
			{
				'glue-get-table': deniedBy(
					'identity-based policy',
					'glue:GetTable',
					table,
					'arn:aws:iam::510987654324:policy/Guard',
				),
			},
			{
				addressee: 'account-admin',
				greeting: 'Hello admin of the AWS account',
				says: ['explicit deny, identity-based policy', 'policy/Guard', 'further Allow does not help'],
				policy: false,
				commands: 'aws iam list-policy-versions --policy-arn arn:aws:iam::510987654324:policy/Guard',
			},
		],
		[
			'permissions boundary, implicit',
			{ 's3-delete-object': notAllowedBy('permissions boundary', 's3:DeleteObject', object) },
			{
				addressee: 'account-admin',
				greeting: 'Hello admin of the AWS account',
				says: [
					'It is the boundary, not the policy of the product',
					'`s3:DeleteObject`',
					'Insufficient permissions: S3 delete',
				],
				policy: true,
				commands: 'Role.PermissionsBoundary',
			},
		],
		[
			'permissions boundary, explicit',
			{ 's3-delete-object': deniedBy('permissions boundary', 's3:DeleteObject', object) },
			{
				addressee: 'account-admin',
				greeting: 'Hello admin of the AWS account',
				says: ['It is the boundary, not the policy of the product', 'leave the rest of it as it is'],
				policy: false,
				commands: 'Role.PermissionsBoundary',
			},
		],
		[
			'resource policy, explicit',
			{ 's3-delete-object': deniedBy('resource-based policy', 's3:DeleteObject', object) },
			{
				addressee: 'bucket-owner',
				greeting: 'Hello owner of the S3 bucket',
				says: ['A new Allow does not help', 'ArnNotEquals', target.roleArn],
				never: ['"Effect": "Allow"'],
				policy: true,
				commands: 'aws s3api get-bucket-policy --bucket grove-lake',
			},
		],
		[
			'resource policy, implicit',
			{ 's3-put-object': notAllowedBy('resource-based policy', 's3:PutObject', object) },
			{
				addressee: 'bucket-owner',
				greeting: 'Hello owner of the S3 bucket',
				says: ['another account owns', '"AWS": "arn:aws:iam::510987654324:role/segment-datalake-iam-role"'],
				policy: true,
				commands: 'get-bucket-policy',
			},
		],
		[
			"a catalog's resource policy, explicit",
			{ 'glue-get-table': deniedBy('resource-based policy', 'glue:GetTable', table) },
			{
				addressee: 'account-admin',
				greeting: 'Hello admin of the AWS account',
				says: ["the Glue catalog's resource policy", '`glue:GetTable`'],
				policy: true,
				commands: 'aws glue get-resource-policy --region us-east-1',
			},
		],
		[
			'service control policy, explicit',
			{
				'glue-batch-create-partition': deniedBy(
					'service control policy',
					'glue:BatchCreatePartition',
					table,
					policyArn,
				),
			},
			{
				addressee: 'organisation-admin',
				greeting: 'Hello admin of the AWS organisation',
				says: [
					'`glue:BatchCreatePartition`',
					table,
					policyArn,
					'region `us-east-1`',
					'admins of the account cannot lift this',
				],
				never: ['```', '"Effect"', 'aws iam'],
				policy: false,
				commands: null,
			},
		],
		[
			'service control policy, implicit',
			{ 'glue-create-table': notAllowedBy('service control policy', 'glue:CreateTable', table) },
			{
				addressee: 'organisation-admin',
				greeting: 'Hello admin of the AWS organisation',
				says: ['`glue:CreateTable`', 'missing in the list', 'admins of the account cannot lift this'],
				never: ['```'],
				policy: false,
				commands: null,
			},
		],
		[
			'resource control policy, explicit',
			{ 's3-put-object': deniedBy('resource control policy', 's3:PutObject', object) },
			{
				addressee: 'organisation-admin',
				greeting: 'Hello admin of the AWS organisation',
				says: ['resource control policy', '`s3:PutObject`', 'admins of the account cannot lift this'],
				never: ['```'],
				policy: false,
				commands: null,
			},
		],
		[
			'key policy, implicit',
			{ 'kms-generate-data-key': notAllowedBy('resource-based policy', 'kms:GenerateDataKey', key) },
			{
				addressee: 'key-owner',
				greeting: 'Hello owner of the KMS key',
				says: ['kms:GenerateDataKey', key, '"kms:ViaService": "s3.us-east-1.amazonaws.com"'],
				never: ['kms:Decrypt', 'kms:*'],
				policy: true,
				commands: 'aws kms get-key-policy',
			},
		],
		[
			'key policy, explicit',
			{ 'kms-decrypt': deniedBy('resource-based policy', 'kms:Decrypt', key) },
			{
				addressee: 'key-owner',
				greeting: 'Hello owner of the KMS key',
				says: ['explicit deny, key policy', 'leave this role out'],
				policy: false,
				commands: 'aws kms get-key-policy',
			},
		],
		[
			'a key that AWS only guesses at',
			{
				'kms-decrypt': refused(
					'kms:Decrypt',
					'r',
					' because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access',
				),
			},
			{
				addressee: 'key-owner',
				greeting: 'Hello owner of the KMS key',
				says: ['whether the key still exists', 'kms:Decrypt'],
				policy: true,
				commands: 'aws s3api get-bucket-encryption --bucket grove-lake',
			},
		],
		[
			'Lake Formation, newer wording',
			{ 'glue-create-table': 'Insufficient Lake Formation permission(s): Required Create Table on grove_android' },
			{
				addressee: 'data-lake-admin',
				greeting: 'Hello Lake Formation admin',
				says: ['`CREATE_TABLE`', 'database grove_android', 'instance profile', 'Lake Formation'],
				never: ['"ALL"', 'ALTER'],
				policy: false,
				commands: '--permissions CREATE_TABLE',
			},
		],
		[
			'Lake Formation, older wording',
			{
				'glue-update-table':
					'Insufficient Lake Formation permission(s) on track (Database name: grove_android, Table Name: track)',
			},
			{
				addressee: 'data-lake-admin',
				greeting: 'Hello Lake Formation admin',
				says: ['`ALTER`', 'TableWildcard'],
				never: ['CREATE_TABLE'],
				policy: false,
				commands: '--permissions ALTER',
			},
		],
		[
			'Lake Formation, a permission that cannot be told',
			{ 'glue-batch-create-partition': 'Insufficient Lake Formation permission(s) on track' },
			{
				addressee: 'data-lake-admin',
				greeting: 'Hello Lake Formation admin',
				says: ['glue:BatchCreatePartition', target.roleArn],
				never: ['grant-permissions'],
				policy: false,
				commands: null,
			},
		],
		[
			'no layer named',
			{ 's3-put-object': 'Access Denied' },
			{
				addressee: 'account-admin',
				greeting: 'Hello admin of the AWS account',
				says: ['no cause named', 'whether account `510987654324` owns it', 'policies of your organisation'],
				policy: true,
				commands: 'aws iam simulate-principal-policy',
			},
		],
	])('%s', (_, answered, { addressee, greeting, says, never = [], policy, commands }) => {
		const advice = adviceFor(answered)
		expect(advice.addressee).toBe(addressee)
		expect(advice.message?.startsWith(`${greeting} of Grove Grocers,`)).toBe(true)
		for (const fact of [...everyMessage, ...says]) expect(advice.message).toContain(fact)
		for (const fact of never) expect(advice.message).not.toContain(fact)
		expect(advice.policy !== null).toBe(policy)
		if (commands === null) expect(advice.commands).toBeNull()
		else expect(advice.commands).toContain(commands)
		for (const snippet of [advice.policy, advice.commands, advice.terraform])
			if (snippet) expect(advice.message).toContain(snippet)
	})

	it.each([
		['our session policy', notAllowedBy('session policy', 's3:PutObject', object)],
		['our VPC endpoint', notAllowedBy('VPC endpoint policy', 's3:PutObject', object)],
		['a throttled call', { is: 'error', headline: 'AWS throttled the call each time it was tried.' } as const],
	])('is none for %s: that is ours', (_, answered) => {
		expect(adviceFor({ 's3-put-object': answered })).toMatchObject({
			addressee: 'us',
			message: null,
			policy: null,
			commands: null,
			terraform: null,
		})
	})
})

describe('the message about trust', () => {
	const entry = {
		'trust-assume-role': { is: 'denied', text: refused('sts:AssumeRole', target.roleArn), likely: 'trust' },
	} as const

	it('shows the external ids that are accepted and the one to add, in policy, Terraform and commands', () => {
		const { message, addressee } = adviceFor(entry, 'sync', [
			aTry({ externalId: 'grove-ios', of: 'other-source', accepted: true }),
		])
		expect(addressee).toBe('account-admin')
		for (const fact of [
			'Please add `ws-grove`',
			'accepts the external id `grove-ios`',
			'Invalid settings: external id wrong',
			'external_ids',
			'update-assume-role-policy',
			'keep what else stands in it',
		])
			expect(message).toContain(fact)
	})

	it('shows both principals when only an older one is trusted', () => {
		const { message } = adviceFor(entry, 'sync', [aTry({ principalArn: older, accepted: true })])
		for (const fact of [older, `Please add \`${usual}\` as a principal`, 'segment_aws_accounts', 'v0.8.2'])
			expect(message).toContain(fact)
	})

	it('shows both roles when the settings name another one than the siblings, and goes to whoever keeps the settings', () => {
		const typed = 'arn:aws:iam::510987654324:role/segment-data-lake-iam-role'
		const { message, addressee, policy } = adviceFor(entry, 'sync', [aTry({ roleArn: typed, accepted: true })])
		expect(addressee).toBe('settings-admin')
		expect(policy).toBeNull()
		for (const fact of [target.roleArn, typed, 'by a few letters', 'typing error']) expect(message).toContain(fact)
	})

	it('calls two quite different roles no typing error', () => {
		const { message } = adviceFor(entry, 'sync', [
			aTry({ roleArn: 'arn:aws:iam::510987654324:role/lake', accepted: true }),
		])
		expect(message).not.toMatch(/typing error|few letters/)
	})

	it('says that AWS gives no cause, and lists what can be wrong, when nothing is accepted', () => {
		const { message } = adviceFor(entry, 'sync', [aTry({}), aTry({ principalArn: older })])
		for (const fact of [
			'AWS does not say why',
			'We tried 2 ways',
			'does not exist',
			'resource control policy',
			usual,
			'ws-grove',
		])
			expect(message).toContain(fact)
	})

	it('speaks of an open door as of something that works', () => {
		const { message, adviceId } = adviceFor({
			'trust-external-id-enforced': {
				is: 'wrong-setting',
				layer: 'trust',
				headline: 'The role lets us in without an external id.',
			},
		})
		expect(adviceId).toBe('trust-open')
		expect(message).toContain('works, but something about its access should be put right')
		expect(message).not.toContain('cannot be loaded')
	})
})

describe('grants of Lake Formation', () => {
	it('are asked for each where it belongs, never ALL', () => {
		const { commands, terraform } = adviceFor({
			'glue-create-table': 'Insufficient Lake Formation permission(s): Required Create Table on grove_android',
			'glue-update-table': 'Insufficient Lake Formation permission(s): Required Alter on track',
		})
		expect(commands?.match(/--permissions .*/g)).toEqual(['--permissions CREATE_TABLE \\', '--permissions ALTER \\'])
		expect(commands?.match(/--resource .*/g)).toEqual([
			`--resource '{"Database":{"CatalogId":"510987654324","Name":"grove_android"}}'`,
			`--resource '{"Table":{"CatalogId":"510987654324","DatabaseName":"grove_android","TableWildcard":{}}}'`,
		])
		expect(terraform?.match(/permissions = .*/g)).toEqual(['permissions = ["CREATE_TABLE"]', 'permissions = ["ALTER"]'])
	})
})

describe('the message about a replay', () => {
	it('says that events cannot be replayed', () => {
		const denied = notAllowedBy(
			'identity-based policy',
			'elasticmapreduce:AddTags',
			'arn:aws:elasticmapreduce:us-east-1:510987654324:cluster/*',
		)
		const { message } = adviceFor({ 'emr-add-tags': denied }, 'replay-dedicated')
		for (const fact of ['events cannot be replayed', 'elasticmapreduce:AddTags', 'pin the commit'])
			expect(message).toContain(fact)
	})
})

describe('the evidence of a message', () => {
	it('does not lend AWS a word that it did not say', () => {
		const { message } = adviceFor({ 'kms-decrypt': { is: 'denied', text: 'Access Denied', likely: 'kms' } })
		expect(message).toContain('refused, no cause named')
		expect(message).not.toContain('refused (key policy)')
	})

	it('names the resource of the lake, never a made-up name of a probe', () => {
		const probe = 'arn:aws:glue:us-east-1:510987654324:table/grove_android/sluice_probe_0a1b'
		const { message } = adviceFor({ 'glue-get-table': notAllowedBy('identity-based policy', 'glue:GetTable', probe) })
		expect(message).not.toMatch(/sluice/i)
		expect(message).toContain('arn:aws:glue:us-east-1:510987654324:table/grove_android/*')
	})

	it('shows a dozen answers and counts the rest', () => {
		const glue = findingsOf('sync').filter(({ group, findingId }) => group === 'glue' && findingId !== 'glue-database')
		const answered = Object.fromEntries(
			glue.map(({ findingId, action }) => [findingId, notAllowedBy('service control policy', action, table)]),
		)
		const { message } = adviceFor(answered)
		expect(message?.match(/^- `glue:/gm)).toHaveLength(12)
		expect(message).toContain(`and ${glue.length - 12} more of the same kind`)
	})

	it('cannot break out of its place: what AWS wrote is one line of code', () => {
		const { message } = adviceFor({
			's3-put-object': deniedBy('service control policy', 's3:PutObject', '"arn:aws:s3:::grove-lake/a`\n\n# b"'),
		})
		expect(message).toContain('`arn:aws:s3:::grove-lake/a # b`')
	})
})
