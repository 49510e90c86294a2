import { DeleteObjectCommand, GetObjectCommand } from '@aws-sdk/client-s3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
	addObject,
	allOfS3,
	allow,
	deny,
	everybody,
	outcomeOf,
	POLICY_ARN,
	policy,
	SESSION_ARN,
	startTrial,
	type Trial,
} from './trial-s3.fixture.ts'

const Bucket = 'trial-lake'
let trial: Trial
beforeEach(async () => {
	trial = await startTrial()
	addObject(trial.lake, 'present', '0123456789')
})
afterEach(() => trial.stop())

const get = (Key: string, more = {}) => trial.client().send(new GetObjectCommand({ Bucket, Key, ...more }))
const remove = (Key: string, more = {}) =>
	outcomeOf(trial.client().send(new DeleteObjectCommand({ Bucket, Key, ...more })))
const rights = (document: unknown) => {
	trial.session.identityPolicies = [{ arn: POLICY_ARN, document }]
}
type Order = 'authorize-first' | 'validate-first'
const changed = () => trial.calls.at(-1)?.changed

describe('DeleteObject', () => {
	it.each([
		[false, 'present', ['object -present'], 'the object is gone'],
		[false, 'absent', [], 'nothing was there'],
		[true, 'present', ['marker +present'], 'hidden, not gone'],
		[true, 'absent', ['marker +absent'], 'a marker for nothing: why a plain delete is no probe'],
	])('versioned %s, key %s: 204, changes %j (%s)', async (versioned, Key, changes) => {
		trial.lake.versioned = versioned
		expect(await remove(Key)).toMatchObject({ status: 204 })
		expect(changed()).toEqual(changes)
		expect(await outcomeOf(get(Key))).toMatchObject({ status: 404 })
	})

	it.each<[string, string, Order, number, string, string]>([
		['*', 'absent', 'authorize-first', 404, 'NoSuchKey', 'as recorded of the real service'],
		['*', 'absent', 'validate-first', 412, 'PreconditionFailed', 'as the user guide has it'],
		['"made-up"', 'absent', 'authorize-first', 404, 'NoSuchKey', 'the same for a tag'],
		['"made-up"', 'present', 'authorize-first', 412, 'PreconditionFailed', 'another content'],
	] as const)(
		'If-Match %s on %s, missing key %s: %i %s, nothing changes (%s)',
		async (IfMatch, Key, turned, status, code) => {
			trial.lake.versioned = true
			trial.orders.set('DeleteObject.missing-key', turned)
			expect(await remove(Key, { IfMatch })).toMatchObject({ status, code })
			expect(changed()).toEqual([])
			expect(trial.lake.objects.get('absent')).toBeUndefined()
		},
	)

	it('If-Match on what a marker hides is a missing key', async () => {
		trial.lake.versioned = true
		await remove('present')
		expect(await remove('present', { IfMatch: '*' })).toMatchObject({ status: 404 })
		expect(changed()).toEqual([])
	})

	it.each(['*', 'its own'])('If-Match %s on an object deletes it', async (condition) => {
		const etag = trial.lake.objects.get('present')?.[0]?.etag
		expect(await remove('present', { IfMatch: condition === '*' ? '*' : `"${etag}"` })).toMatchObject({ status: 204 })
		expect(changed()).toEqual(['object -present'])
	})

	it('If-Match looks at rights first, unless the world is turned', async () => {
		rights(policy(allow('s3:ListBucket', '*')))
		expect(await remove('absent', { IfMatch: '*' })).toMatchObject({ status: 403, code: 'AccessDenied' })
		trial.orders.set('DeleteObject', 'validate-first')
		expect(await remove('absent', { IfMatch: '*' })).toMatchObject({ status: 404, code: 'NoSuchKey' })
	})

	it('If-Match with a tag needs the right to read as well', async () => {
		rights(policy(allow(['s3:DeleteObject', 's3:ListBucket'], '*')))
		expect(await remove('absent', { IfMatch: '*' })).toMatchObject({ status: 404 })
		const { status, message } = await remove('absent', { IfMatch: '"tag"' })
		expect(status).toBe(403)
		expect(message).toContain('s3:GetObject')
	})

	it('is refused where a bucket policy asks for a VPC endpoint that we do not come over', async () => {
		const condition = { StringNotEquals: { 'aws:SourceVpce': 'vpce-0a1b2c3d' } }
		const document = policy(everybody(deny('s3:DeleteObject', 'arn:aws:s3:::trial-lake/*', condition)))
		trial.lake.policy = { arn: null, document }
		rights(allOfS3)
		expect(await remove('absent', { IfMatch: '*' })).toMatchObject({
			status: 403,
			message: `User: ${SESSION_ARN} is not authorized to perform: s3:DeleteObject on resource: "arn:aws:s3:::trial-lake/absent" with an explicit deny in a resource-based policy`,
		})
	})
})
