import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { grammar, readsWhatStands, shreds, user } from './denial.fixture.ts'
import { type Denial, readDenial } from './denial.ts'

const key = 'arn:aws:kms:us-west-2:210987654321:key/1b2c'
const nobody: Denial = {
	layer: null,
	explicit: null,
	policyArn: null,
	action: null,
	resource: null,
	principal: null,
}

const lowerCase = (denial: Denial) =>
	Object.entries(denial).map(([part, found]) => [part, typeof found === 'string' ? found.toLowerCase() : found])

describe('the grammar of refusals', () => {
	it.each([...grammar()])('%s', (_, text, expected) => {
		expect(Object.fromEntries(lowerCase(readDenial(text)))).toEqual(Object.fromEntries(lowerCase(expected)))
	})
})

const start = `User: ${user} is not authorized to perform:`
describe('a refusal that says less, or says it in another way', () => {
	it.each<readonly [reason: string, text: string, expected: Partial<Denial>]>([
		['no text', '', {}],
		['S3 before 2021, and across accounts', 'Access Denied', {}],
		[
			'a refused AssumeRole gives no cause',
			`${start} sts:AssumeRole on resource: arn:aws:iam::1:role/r`,
			{
				action: 'sts:AssumeRole',
				resource: 'arn:aws:iam::1:role/r',
				principal: user,
			},
		],
		[
			'the resource policy of a role is its trust policy',
			`${start} sts:AssumeRole on resource: r because no resource-based policy allows the sts:AssumeRole action`,
			{
				layer: 'trust',
				explicit: false,
				action: 'sts:AssumeRole',
				resource: 'r',
				principal: user,
			},
		],
		[
			'AddTags of a replay, as the product documents it',
			`An error occurred: ${start} elasticmapreduce:AddTags on resource: arn:aws:elasticmapreduce:us-west-2:210987654321:cluster/* because no identity-based policy allows the elasticmapreduce:AddTags action (Service: AmazonElasticMapReduce; Status Code: 400; Error Code: AccessDeniedException; Request ID: 1; Proxy: null)`,
			{
				layer: 'identity',
				explicit: false,
				action: 'elasticmapreduce:AddTags',
				resource: 'arn:aws:elasticmapreduce:us-west-2:210987654321:cluster/*',
				principal: user,
			},
		],
		[
			'an API gateway refuses an unsigned caller',
			'User: anonymous is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:us-west-2:********2222:a/prod/GET/v1/me',
			{
				action: 'execute-api:Invoke',
				resource: 'arn:aws:execute-api:us-west-2:********2222:a/prod/GET/v1/me',
				principal: 'anonymous',
			},
		],
		[
			'an explicit deny of the older wording',
			`${start} execute-api:Invoke on resource: r with an explicit deny`,
			{
				explicit: true,
				action: 'execute-api:Invoke',
				resource: 'r',
				principal: user,
			},
		],
		[
			'no resource is named',
			`${start} elasticmapreduce:ListClusters because no identity-based policy allows the elasticmapreduce:ListClusters action`,
			{
				layer: 'identity',
				explicit: false,
				action: 'elasticmapreduce:ListClusters',
				principal: user,
			},
		],
		['the action is missing', 'User: me is not authorized to perform this operation', { principal: 'me' }],
		['the principal is missing', 'is not authorized to perform: s3:GetObject', { action: 's3:GetObject' }],
		[
			'a layer of the future',
			`${start} s3:GetObject on resource: r because no declarative policy allows the s3:GetObject action`,
			{
				explicit: false,
				action: 's3:GetObject',
				resource: 'r',
				principal: user,
			},
		],
		[
			'a key with spaces and with our words inside',
			`${start} s3:GetObject on resource: "arn:aws:s3:::b/x with an explicit deny in a session policy" because no identity-based policy allows the s3:GetObject action`,
			{
				layer: 'identity',
				explicit: false,
				action: 's3:GetObject',
				resource: 'arn:aws:s3:::b/x with an explicit deny in a session policy',
				principal: user,
			},
		],
		[
			'a name with spaces, not quoted',
			`${start} athena:GetWorkGroup on resource: a b with an explicit deny in a permissions boundary`,
			{
				layer: 'boundary',
				explicit: true,
				action: 'athena:GetWorkGroup',
				resource: 'a b',
				principal: user,
			},
		],
		[
			'a quote that is never closed',
			`${start} s3:GetObject on resource: "arn:aws:s3:::b`,
			{
				action: 's3:GetObject',
				resource: '"arn:aws:s3:::b',
				principal: user,
			},
		],
		[
			"the cause of another refusal is not this one's",
			`${start} s3:GetObject on resource: r\n${start} s3:PutObject on resource: r because no session policy allows the s3:PutObject action`,
			{
				action: 's3:GetObject',
				resource: 'r',
				principal: user,
			},
		],
		['a layer outside a refusal', 'because no service control policy allows it', {}],
		['a throttled call', 'Rate exceeded', {}],
		['an unknown cluster', "Cluster id 'j-2HARB0RWEB01' is not valid.", {}],
		['a region that is off', 'The security token included in the request is invalid', {}],
	])('%s', (_, text, expected) => {
		expect(readDenial(text)).toEqual({ ...nobody, ...expected })
	})
})

describe('a refusal that names KMS', () => {
	const asked = { action: 'kms:GenerateDataKey', principal: user }
	const guesses =
		'because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access'
	it.each<readonly [reason: string, text: string, expected: Partial<Denial>]>([
		[
			'the key of another account: three guesses',
			`${start} kms:GenerateDataKey on this resource ${guesses}`,
			{
				...asked,
				layer: 'kms',
			},
		],
		[
			'a ciphertext whose key may be gone',
			`${start} kms:Decrypt on the resource associated with this ciphertext ${guesses}`,
			{
				...asked,
				action: 'kms:Decrypt',
				layer: 'kms',
			},
		],
		[
			'nothing but the action',
			`${start} kms:GenerateDataKey on resource: ${key}`,
			{ ...asked, layer: 'kms', resource: key },
		],
		[
			'the key policy lacks the role',
			`${start} kms:GenerateDataKey on resource: ${key} because no resource-based policy allows the kms:GenerateDataKey action`,
			{
				...asked,
				layer: 'kms',
				explicit: false,
				resource: key,
			},
		],
		[
			'the key policy denies the role',
			`${start} kms:GenerateDataKey on resource: ${key} with an explicit deny in a resource-based policy`,
			{
				...asked,
				layer: 'kms',
				explicit: true,
				resource: key,
			},
		],
		[
			'the role lacks the right: its own policy, not the key',
			`${start} kms:GenerateDataKey on resource: ${key} because no identity-based policy allows the kms:GenerateDataKey action`,
			{
				...asked,
				layer: 'identity',
				explicit: false,
				resource: key,
			},
		],
		[
			'an organisation denies the key',
			`${start} kms:GenerateDataKey on resource: ${key} with an explicit deny in a service control policy`,
			{
				...asked,
				layer: 'scp',
				explicit: true,
				resource: key,
			},
		],
		[
			'a deny that names no layer',
			`${start} kms:GenerateDataKey on resource: ${key} with an explicit deny`,
			{
				...asked,
				explicit: true,
				resource: key,
			},
		],
		[
			'only the end names it',
			`${start} s3:PutObject on resource: "arn:aws:s3:::b/k" because no resource-based policy allows the kms:GenerateDataKey action`,
			{
				...asked,
				layer: 'kms',
				explicit: false,
				resource: 'arn:aws:s3:::b/k',
			},
		],
	])('%s', (_, text, expected) => {
		expect(readDenial(text)).toEqual({ ...nobody, ...expected })
	})
})

describe('a refusal of Lake Formation', () => {
	it.each([
		['Insufficient Lake Formation permission(s): Required Create Table on willow_web', 'Create Table', 'willow_web'],
		['Insufficient Lake Formation permission(s) on willow_web', null, 'willow_web'],
		[
			'Insufficient Lake Formation permission(s) on track (Database name: willow_web, Table Name: track)',
			null,
			'track',
		],
		['Insufficient Lake Formation permission(s)', null, null],
		['INSUFFICIENT LAKE FORMATION PERMISSION(S): REQUIRED ALTER ON ORDERS', 'ALTER', 'ORDERS'],
		[
			'Insufficient Lake Formation permission(s): Required Alter on orders (Service: AWSGlue; Status Code: 400)',
			'Alter',
			'orders',
		],
		['x: Insufficient Lake Formation permission(s): Required Drop on orders\n\tstatus code: 400', 'Drop', 'orders'],
	])('%s', (text, action, resource) => {
		expect(readDenial(text)).toEqual({ ...nobody, layer: 'lakeformation', explicit: false, action, resource })
	})

	it('is not Lake Formation when IAM refused it', () => {
		expect(
			readDenial(
				`${start} lakeformation:GetDataAccess on resource: * because no identity-based policy allows the lakeformation:GetDataAccess action`,
			).layer,
		).toBe('identity')
	})
})

describe('any text', () => {
	it('gets an answer, and a layer only when it names one', () => {
		const text = fc.oneof(
			fc.string({ unit: 'binary' }),
			fc.array(fc.oneof(shreds, fc.string())).map((parts) => parts.join('')),
		)
		fc.assert(fc.property(text, readsWhatStands), { numRuns: 2_000 })
	})

	const megabyte = 1_000_000
	it.each([
		'User: ',
		'is not authorized to perform: ',
		'is not authorized to perform: a:b on resource: "',
		' ',
		'aA',
		'a:',
		'because no session policy allows the ',
		'with an explicit deny in a ',
		'Insufficient Lake Formation permission(s): Required ',
		': arn:aws:x.',
	])('of a megabyte of "%s" is read at once', (piece) => {
		const filling = piece.repeat(megabyte / piece.length)
		const begun = performance.now()
		for (const text of [
			filling,
			`${start} ${filling}`,
			`${start} s3:GetObject on resource: ${filling}`,
			`${start} s3:GetObject on resource: r because no session policy ${filling}`,
			`${start} s3:GetObject on resource: r with an explicit deny ${filling}`,
			`${start} s3:GetObject on resource: r with an explicit deny in a session policy: arn:${filling}`,
		])
			readDenial(text)
		expect(performance.now() - begun).toBeLessThan(5_000)
	})
})
