import {
	CreateMultipartUploadCommand,
	type CreateMultipartUploadCommandInput,
	GetObjectCommand,
	HeadObjectCommand,
	PutObjectCommand,
	UploadPartCommand,
} from '@aws-sdk/client-s3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { managedKeyArn } from '../kms.ts'
import {
	ACCOUNT,
	addKey,
	addObject,
	allOfS3,
	allow,
	deny,
	FOREIGN_KEY_ARN,
	KEY_ARN,
	OTHER,
	outcomeOf,
	POLICY_ARN,
	policy,
	REGION,
	SESSION_ARN,
	startTrial,
	type Trial,
} from './trial-s3.fixture.ts'

type Headers = Partial<CreateMultipartUploadCommandInput>
const Bucket = 'trial-lake'
const toRoot = { ...allow('kms:*', '*'), Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } }
const toRole = (actions: string | string[], Condition?: unknown) => ({
	...allow(actions, '*', Condition),
	Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/SegmentDataLakeRole` },
})
const toSomebody = { ...allow('kms:*', '*'), Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/KeyAdmin` } }
const keyUse = allow(['kms:GenerateDataKey', 'kms:Decrypt'], KEY_ARN)

let trial: Trial
beforeEach(async () => {
	trial = await startTrial()
	trial.lake.keyArn = KEY_ARN
	addObject(trial.lake, 'present')
	addKey(trial.account, KEY_ARN, policy(toRoot))
})
afterEach(() => trial.stop())

const create = (more = {}) =>
	outcomeOf(trial.client().send(new CreateMultipartUploadCommand({ Bucket, Key: 'k', ...more })))
const put = (more = {}) =>
	outcomeOf(trial.client().send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x', ...more })))
const get = () => outcomeOf(trial.client().send(new GetObjectCommand({ Bucket, Key: 'present', Range: 'bytes=0-0' })))
const rights = (...statements: unknown[]) => {
	trial.session.identityPolicies = [{ arn: POLICY_ARN, document: policy(allow('s3:*', '*'), ...statements) }]
}
const text = (action: string, tail: string) =>
	`User: ${SESSION_ARN} is not authorized to perform: ${action} on resource: ${KEY_ARN} ${tail}`

describe('a bucket under a key of the customer', () => {
	const viaS3 = { StringEquals: { 'kms:ViaService': `s3.${REGION}.amazonaws.com` } }
	const viaGlue = { StringEquals: { 'kms:ViaService': `glue.${REGION}.amazonaws.com` } }
	const allowedCases: [string, unknown[], unknown[], unknown][] = [
		['the key leaves it to IAM, and IAM allows', [toRoot], [keyUse], null],
		['the key names the role, IAM says nothing', [toRole('kms:*')], [], null],
		['the key names the role for S3 only', [toRole(['kms:GenerateDataKey*', 'kms:Decrypt'], viaS3)], [], null],
		['our belt allows the use through S3', [toRoot], [keyUse], policy(allow('s3:*', '*'), allow('kms:*', '*', viaS3))],
	]
	it.each(allowedCases)('is open when %s', async (_, key, identity, sessionPolicy) => {
		addKey(trial.account, KEY_ARN, policy(...key))
		rights(...identity)
		trial.session.sessionPolicy = sessionPolicy
		expect(await create()).toMatchObject({ status: 200 })
		expect(await put()).toMatchObject({ status: 200 })
		expect(await get()).toMatchObject({ status: 206 })
	})

	const noKeyPolicy = (action: string) => text(action, `because no resource-based policy allows the ${action} action`)
	const noIdentity = (action: string) =>
		text(action, `because no identity-based policy allows the ${action} action: ${POLICY_ARN}`)
	const noSession = (action: string) => text(action, `because no session policy allows the ${action} action`)
	const refusedCases: [string, unknown[], unknown[], unknown, (action: string) => string][] = [
		['the key names somebody else, whatever IAM allows', [toSomebody], [keyUse], null, noKeyPolicy],
		['neither key nor IAM says anything: the key is asked first', [toSomebody], [], null, noKeyPolicy],
		['the key leaves it to IAM, which says nothing', [toRoot], [], null, noIdentity],
		['the key names the role for another service only', [toRole('kms:*', viaGlue)], [keyUse], null, noKeyPolicy],
		['our belt forgot the key', [toRoot], [keyUse], allOfS3, noSession],
		[
			'the key denies',
			[toRoot, { ...deny('kms:*', '*'), Principal: '*' }],
			[keyUse],
			null,
			(action) => text(action, 'with an explicit deny in a resource-based policy'),
		],
	]
	it.each(refusedCases)('is closed when %s', async (_, key, identity, sessionPolicy, message) => {
		addKey(trial.account, KEY_ARN, policy(...key))
		rights(...identity)
		trial.session.sessionPolicy = sessionPolicy
		const code = 'AccessDenied'
		expect(await create()).toMatchObject({ status: 403, code, message: message('kms:GenerateDataKey') })
		expect(await put()).toMatchObject({ status: 403, code, message: message('kms:GenerateDataKey') })
		expect(await get()).toMatchObject({ status: 403, code, message: message('kms:Decrypt') })
		expect(trial.calls.flatMap(({ changed }) => changed)).toEqual([])
		expect(trial.lake.uploads.size).toBe(0)
		expect(trial.lake.objects.has('k')).toBe(false)
	})

	it('refuses in two words in the old wording', async () => {
		trial.account.wording = 'old'
		expect(await create()).toMatchObject({ status: 403, code: 'AccessDenied', message: 'Access Denied' })
		expect(await get()).toMatchObject({ status: 403, code: 'AccessDenied', message: 'Access Denied' })
	})

	it('says first what S3 itself refuses', async () => {
		trial.session.identityPolicies = []
		expect((await create()).message).toContain('s3:PutObject')
		expect((await get()).message).toContain('s3:GetObject')
	})

	it('tells of an object without its body, and of the condition, without the key', async () => {
		rights()
		const head = trial.client().send(new HeadObjectCommand({ Bucket, Key: 'present' }))
		expect(await head).toMatchObject({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: KEY_ARN })
		const known = trial.client().send(new PutObjectCommand({ Bucket, Key: 'present', Body: 'x', IfNoneMatch: '*' }))
		expect(await outcomeOf(known)).toMatchObject({ status: 412 })
	})

	it('takes parts only from who may also decrypt', async () => {
		rights(allow('kms:GenerateDataKey', KEY_ARN))
		const { UploadId } = await trial.client().send(new CreateMultipartUploadCommand({ Bucket, Key: 'k' }))
		const part = () =>
			outcomeOf(trial.client().send(new UploadPartCommand({ Bucket, Key: 'k', UploadId, PartNumber: 1, Body: 'x' })))
		expect(await part()).toMatchObject({ status: 403, message: noIdentity('kms:Decrypt') })
		rights(keyUse)
		expect(await part()).toMatchObject({ status: 200 })
	})

	it('does not need the key for a write that asks for another encryption', async () => {
		rights()
		expect(await put({ ServerSideEncryption: 'AES256' })).toMatchObject({ status: 200 })
	})
})

describe('a key that cannot be used', () => {
	const guesses = (action: string) =>
		`User: ${SESSION_ARN} is not authorized to perform: ${action} on this resource because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access`

	it.each(['there and closed', 'not there'])('of another account, %s: three guesses', async (state) => {
		if (state !== 'not there') addKey(trial.other, FOREIGN_KEY_ARN, policy({ ...toRoot, Principal: { AWS: OTHER } }))
		trial.lake.keyArn = FOREIGN_KEY_ARN
		rights(allow('kms:*', '*'))
		expect(await create()).toMatchObject({ status: 403, code: 'AccessDenied', message: guesses('kms:GenerateDataKey') })
		trial.account.wording = 'old'
		expect(await create()).toMatchObject({ status: 403, code: 'AccessDenied', message: 'Access Denied' })
	})

	it.each([
		[[allow('kms:*', '*')], 200, 'both accounts allow'],
		[[], 403, 'ours does not'],
	])('of another account that lets us in: identity %j gives %i (%s)', async (statements, status) => {
		addKey(trial.other, FOREIGN_KEY_ARN, policy(toRoot))
		trial.lake.keyArn = FOREIGN_KEY_ARN
		rights(...statements)
		expect(await create()).toMatchObject({ status })
	})

	it('is disabled: told after the rights', async () => {
		const key = addKey(trial.account, KEY_ARN, policy(toRoot))
		key.enabled = false
		rights(keyUse)
		const outcome = await create()
		expect(outcome).toMatchObject({ status: 400, code: 'KMS.DisabledException', message: `${KEY_ARN} is disabled.` })
		rights()
		expect(await create()).toMatchObject({ status: 403 })
	})

	it('of another region is out of reach, however open', async () => {
		const far = KEY_ARN.replace(REGION, 'eu-west-1')
		addKey(trial.account, far, policy(toRole('kms:*')))
		const outcome = await create({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: far })
		expect(outcome).toMatchObject({ status: 400, code: 'KMS.NotFoundException', message: 'Invalid arn eu-west-1' })
	})

	it('is gone from the own account', async () => {
		trial.account.keys.clear()
		expect(await create()).toMatchObject({
			status: 400,
			code: 'KMS.NotFoundException',
			message: `Key '${KEY_ARN}' does not exist`,
		})
	})
})

describe('encryption asked for by headers', () => {
	const kms = { ServerSideEncryption: 'aws:kms' } as const

	it.each<[Headers, string, string]>([
		[{ ...kms, SSEKMSKeyId: KEY_ARN }, KEY_ARN, 'by ARN'],
		[{ ...kms, SSEKMSKeyId: KEY_ARN.slice(KEY_ARN.indexOf('/') + 1) }, KEY_ARN, 'by id: a key of the own account'],
		[kms, managedKeyArn(ACCOUNT, REGION), 'the key that AWS keeps, open to the whole account through S3'],
	])('%j uses %s (%s)', async (headers, keyArn) => {
		trial.lake.keyArn = null
		rights(keyUse)
		const made = await trial.client().send(new CreateMultipartUploadCommand({ Bucket, Key: 'k', ...headers }))
		expect(made).toMatchObject({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: keyArn })
	})

	it('asks for the key of the header, not of the bucket', async () => {
		trial.lake.keyArn = null
		rights()
		expect(await create({ ...kms, SSEKMSKeyId: KEY_ARN })).toMatchObject({
			status: 403,
			message: text(
				'kms:GenerateDataKey',
				`because no identity-based policy allows the kms:GenerateDataKey action: ${POLICY_ARN}`,
			),
		})
	})

	it.each<[Headers, string, string]>([
		[{ SSEKMSKeyId: KEY_ARN }, 'InvalidArgument', 'a key without the method'],
		[{ ServerSideEncryption: 'AES256', SSEKMSKeyId: KEY_ARN }, 'InvalidArgument', 'a key with another method'],
		[{ ServerSideEncryption: 'aws:backup' }, 'InvalidArgument', 'no such method'],
		[{ ...kms, SSEKMSKeyId: KEY_ARN.replace(REGION, 'eu-west-1') }, 'KMS.NotFoundException', 'a key of another region'],
		[{ ...kms, SSEKMSKeyId: 'alias/lake' }, 'KMS.NotFoundException', 'no such alias'],
	])('%j is a 400 %s (%s)', async (headers, code) => {
		rights(allow('kms:*', '*'))
		expect(await create(headers)).toMatchObject({ status: 400, code })
		expect(trial.lake.uploads.size).toBe(0)
	})
})
