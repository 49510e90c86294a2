import { describe, expect, it } from 'vitest'
import { evaluate } from '../../../lib/iam/evaluate.ts'
import { PROBES } from '../probes.ts'
import { findingsOf, notAllowedBy, refused, target, usual } from './findings.fixture.ts'
import { exemption, keyStatement, missingRights, resourceGrant } from './statement.ts'
import { trustPolicy } from './trust-policy.ts'

const session = 'arn:aws:sts::510987654324:assumed-role/segment-datalake-iam-role/ann-1'
const glue = 'arn:aws:glue:us-east-1:510987654324:'
const clusters = 'arn:aws:elasticmapreduce:us-east-1:510987654324:cluster/'
const key = 'arn:aws:kms:us-east-1:510987654324:key/1b2c'

/** Places of the lake and their neighbours, with the condition keys that AWS adds there. */
const PLACES: Record<string, { resource: string; context?: Record<string, string> }> = {
	bucket: { resource: 'arn:aws:s3:::grove-lake' },
	object: { resource: 'arn:aws:s3:::grove-lake/segment-data/x' },
	"another bucket's object": { resource: 'arn:aws:s3:::grove-lake-2/x' },
	catalog: { resource: `${glue}catalog` },
	database: { resource: `${glue}database/grove_android` },
	'another database': { resource: `${glue}database/payroll` },
	table: { resource: `${glue}table/grove_android/track` },
	"another database's table": { resource: `${glue}table/payroll/track` },
	cluster: { resource: `${clusters}j-1`, context: { 'elasticmapreduce:ResourceTag/vendor': 'segment' } },
	'a cluster of others': { resource: `${clusters}j-2`, context: { 'elasticmapreduce:ResourceTag/vendor': 'Segment' } },
	'key through S3': { resource: key, context: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' } },
	'key directly': { resource: key },
}

const ACTIONS = [...new Set(PROBES.map(({ action }) => action))].filter((action) => !action.startsWith('sts:'))

/** What the policy allows, as "action in place". */
const allowedBy = (policy: string | null) =>
	ACTIONS.flatMap((action) =>
		Object.entries(PLACES).flatMap(([place, { resource, context = {} }]) => {
			const asked = { principal: session, action, resource, resourceAccount: target.catalogId, context }
			const { decision } = evaluate(asked, { identity: policy === null ? [] : [JSON.parse(policy)] })
			return decision === 'allowed' ? [`${action} in ${place}`] : []
		}),
	)

const denied = (...texts: [findingId: string, text: string][]) => {
	const answered = Object.fromEntries(texts)
	return findingsOf('sync', answered).filter(({ findingId }) => findingId in answered)
}

describe('the statement of missing rights', () => {
	it.each([
		['glue-update-table', 'glue:UpdateTable', ['catalog', 'database', 'table']],
		['glue-create-database', 'glue:CreateDatabase', ['catalog', 'database']],
		['s3-list-bucket', 's3:ListBucket', ['bucket']],
		['s3-delete-object', 's3:DeleteObject', ['object']],
		['emr-add-job-flow-steps', 'elasticmapreduce:AddJobFlowSteps', ['cluster']],
	])('of %s allows %s in %j and nothing else', (id, action, places) => {
		const policy = missingRights(denied([id, notAllowedBy('identity-based policy', action, 'r')]), target)
		expect(allowedBy(policy)).toEqual(places.map((place) => `${action} in ${place}`))
	})

	it('of a refused key names the key, through S3 only', () => {
		const findings = denied(['s3-put-object', notAllowedBy('identity-based policy', 'kms:GenerateDataKey', key)])
		expect(allowedBy(missingRights(findings, target))).toEqual(['kms:GenerateDataKey in key through S3'])
	})

	it('of a key that nobody named is none, rather than one for all keys', () => {
		const findings = denied(['s3-put-object', refused('kms:GenerateDataKey', 'unknown')])
		expect(missingRights(findings, target)).toBeNull()
	})

	it('of several rights groups them by place', () => {
		const findings = denied(
			['glue-get-table', notAllowedBy('identity-based policy', 'glue:GetTable', 'r')],
			['glue-update-table', notAllowedBy('identity-based policy', 'glue:UpdateTable', 'r')],
			['s3-put-object', notAllowedBy('identity-based policy', 's3:PutObject', '"r"')],
		)
		const { Statement } = JSON.parse(missingRights(findings, target) ?? '')
		expect(Statement.map(({ Action }: { Action: string[] }) => Action)).toEqual([
			['s3:PutObject'],
			['glue:GetTable', 'glue:UpdateTable'],
		])
	})
})

const from = (account: string, role: string) => `arn:aws:sts::${account}:assumed-role/${role}/x`

describe('a policy on the resource', () => {
	it('lets only this role into the bucket of another account', () => {
		const policy = resourceGrant(
			denied(['s3-put-object', notAllowedBy('resource-based policy', 's3:PutObject', '"r"')]),
			target,
		)
		const ask = (principal: string, action: string) =>
			evaluate(
				{ principal, action, resource: 'arn:aws:s3:::grove-lake/x', resourceAccount: '999999999999', context: {} },
				{
					resource: JSON.parse(policy ?? ''),
					identity: [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }],
				},
			).decision
		expect(ask(session, 's3:PutObject')).toBe('allowed')
		expect(ask(session, 's3:GetObject')).toBe('implicitDeny')
		expect(ask(from('510987654324', 'other'), 's3:PutObject')).toBe('implicitDeny')
	})

	it('of a key lets only this role use it, through S3', () => {
		const statement = JSON.parse(keyStatement(['kms:GenerateDataKey'], target))
		const ask = (principal: string, action: string, via: string) =>
			evaluate(
				{ principal, action, resource: key, resourceAccount: '999999999999', context: { 'kms:ViaService': via } },
				{
					resource: { Version: '2012-10-17', Statement: [statement] },
					identity: [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }],
				},
			).decision
		const s3 = 's3.us-east-1.amazonaws.com'
		expect(ask(session, 'kms:GenerateDataKey', s3)).toBe('allowed')
		expect(ask(session, 'kms:Decrypt', s3)).toBe('implicitDeny')
		expect(ask(session, 'kms:GenerateDataKey', 'ec2.us-east-1.amazonaws.com')).toBe('implicitDeny')
		expect(ask(from('510987654324', 'other'), 'kms:GenerateDataKey', s3)).toBe('implicitDeny')
	})

	it('that denies goes on denying everybody but this role', () => {
		const deny = { Effect: 'Deny', Principal: '*', Action: 's3:DeleteObject', Resource: 'arn:aws:s3:::grove-lake/*' }
		const relaxed = { ...deny, ...JSON.parse(exemption(target)) }
		const ask = (principal: string, role: string) =>
			evaluate(
				{
					principal,
					action: 's3:DeleteObject',
					resource: 'arn:aws:s3:::grove-lake/x',
					resourceAccount: target.catalogId,
					context: { 'aws:PrincipalArn': role },
				},
				{
					resource: { Version: '2012-10-17', Statement: [relaxed] },
					identity: [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }],
				},
			).decision
		expect(ask(session, target.roleArn)).toBe('allowed')
		expect(ask(from(target.catalogId, 'other'), 'arn:aws:iam::510987654324:role/other')).toBe('explicitDeny')
	})
})

describe('the trust policy', () => {
	const ask = (role: string, externalId: string | null) =>
		evaluate(
			{
				principal: from(role.split(':')[4] ?? '', role.split('/')[1] ?? ''),
				action: 'sts:AssumeRole',
				resource: target.roleArn,
				resourceAccount: target.catalogId,
				context: externalId === null ? {} : { 'sts:ExternalId': externalId },
			},
			{
				resource: JSON.parse(trustPolicy([usual], ['grove-ios', 'ws-grove'])),
				identity: [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }],
			},
		).decision
	it.each([
		['the id that was added', usual, 'ws-grove', 'allowed'],
		['an id that stood there before', usual, 'grove-ios', 'allowed'],
		['another id', usual, 'ws-other', 'implicitDeny'],
		['no id', usual, null, 'implicitDeny'],
		['somebody else with the id', 'arn:aws:iam::111111111111:role/x', 'ws-grove', 'implicitDeny'],
	])('with %s', (_, role, externalId, decision) => {
		expect(ask(role, externalId)).toBe(decision)
	})
})
