import { GetObjectCommand, HeadBucketCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
	ACCOUNT,
	addBucket,
	addObject,
	allOfS3,
	allow,
	deny,
	everybody,
	OTHER,
	outcomeOf,
	POLICY_ARN,
	policy,
	SESSION_ARN,
	startTrial,
	type Trial,
} from './trial-s3.fixture.ts'

let trial: Trial
beforeEach(async () => {
	trial = await startTrial()
	addObject(trial.lake, 'present')
})
afterEach(() => trial.stop())

const list = (Bucket = 'trial-lake', region?: string, more = {}) =>
	outcomeOf(trial.client(region).send(new ListObjectsV2Command({ Bucket, ...more })))
const head = (Bucket = 'trial-lake', region?: string, more = {}) =>
	outcomeOf(trial.client(region).send(new HeadBucketCommand({ Bucket, ...more })))

describe('a bucket in another region', () => {
	const redirect =
		'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.'
	const illegal = (place: string) =>
		`The ${place} location constraint is incompatible for the region specific endpoint this request was sent to.`

	it.each([
		['us-east-1', 'us-west-2', 301, 'PermanentRedirect', redirect, 'regions of the old days point at each other'],
		['eu-west-1', 'us-east-1', 301, 'PermanentRedirect', redirect, 'the oldest region redirects as well'],
		[
			'me-south-1',
			'us-west-2',
			400,
			'IllegalLocationConstraintException',
			illegal('me-south-1'),
			'an opt-in bucket is out of reach',
		],
		[
			'us-west-2',
			'me-south-1',
			400,
			'IllegalLocationConstraintException',
			illegal('us-west-2'),
			'an opt-in endpoint reaches nothing outside',
		],
		[
			'us-east-1',
			'ap-south-2',
			400,
			'IllegalLocationConstraintException',
			illegal('unspecified'),
			'us-east-1 has no name as a location',
		],
	])('bucket in %s, asked in %s: %i %s', async (bucketRegion, region, status, code, message) => {
		addBucket(trial.account, 'far-lake', { region: bucketRegion })
		expect(await list('far-lake', region)).toMatchObject({ status, code, message })
		const bare = await head('far-lake', region)
		expect(bare.status).toBe(status)
		expect(bare.headers['x-amz-bucket-region']).toBe(bucketRegion)
	})

	it('names the endpoint to go to, in the body only', async () => {
		addBucket(trial.account, 'far-lake', { region: 'us-east-1' })
		const headers = {
			authorization: 'AWS4-HMAC-SHA256 Credential=ASIATRIAL/20260301/us-west-2/s3/aws4_request',
		}
		const answer = await fetch(`${trial.endpoint}/far-lake/any`, { headers, redirect: 'manual' })
		expect(answer.headers.get('location')).toBeNull()
		expect(answer.headers.get('x-amz-bucket-region')).toBe('us-east-1')
		expect(await answer.text()).toContain('<Endpoint>far-lake.s3.amazonaws.com</Endpoint><Bucket>far-lake</Bucket>')
	})

	it('is told before any right is looked at', async () => {
		trial.session.identityPolicies = []
		addBucket(trial.account, 'far-lake', { region: 'us-east-1' })
		expect(await list('far-lake')).toMatchObject({ status: 301, code: 'PermanentRedirect' })
	})

	it('that AWS does not have is a malformed header which names the right one', async () => {
		const { status, code, message } = await list('trial-lake', 'us-west-9')
		expect({ status, code }).toEqual({ status: 400, code: 'AuthorizationHeaderMalformed' })
		expect(message).toBe(
			"The authorization header is malformed; the region 'us-west-9' is wrong; expecting 'us-west-2'",
		)
	})
})

describe('the address of a request', () => {
	it.each([
		['no-such-lake', 404, 'NoSuchBucket', 'nobody has it'],
		['Trial-Lake', 400, 'InvalidBucketName', 'capitals'],
		['ab', 400, 'InvalidBucketName', 'too short'],
		['192.168.0.1', 400, 'InvalidBucketName', 'the form of an address'],
		['a..b', 400, 'InvalidBucketName', 'two dots in a row'],
	])('bucket %s: %i %s (%s)', async (name, status, code) => {
		trial.session.identityPolicies = []
		expect(await list(name)).toMatchObject({ status, code })
	})

	it('may hold any character in the key, as it was signed', async () => {
		const Key = 'segment-data/día=1/a b+c&d=é?.json'
		addObject(trial.lake, Key)
		const found = await trial.client().send(new GetObjectCommand({ Bucket: 'trial-lake', Key }))
		expect(await found.Body?.transformToString()).toBe('one row')
	})

	it('refuses a key of more than 1,024 bytes, counted in UTF-8', async () => {
		const get = (Key: string) => outcomeOf(trial.client().send(new GetObjectCommand({ Bucket: 'trial-lake', Key })))
		expect(await get('é'.repeat(512))).toMatchObject({ status: 404, code: 'NoSuchKey' })
		expect(await get(`é${'é'.repeat(512)}`)).toMatchObject({ status: 400, code: 'KeyTooLongError' })
	})

	it('refuses a path that is no UTF-8', async () => {
		const headers = {
			authorization: 'AWS4-HMAC-SHA256 Credential=ASIATRIAL/20260301/us-west-2/s3/aws4_request',
		}
		const answer = await fetch(`${trial.endpoint}/trial-lake/%ff`, { headers })
		expect(answer.status).toBe(400)
		expect(await answer.text()).toContain('<Code>InvalidURI</Code>')
	})
})

describe('the owner that the caller expects', () => {
	it.each([
		['trial-lake', ACCOUNT, 200, 'ok', 'it is so'],
		['trial-lake', OTHER, 403, 'AccessDenied', 'it is another, whatever the rights'],
		['trial-lake', '12345', 400, 'InvalidBucketOwnerAWSAccountID', 'no account id'],
	])('%s of %s: %i %s (%s)', async (Bucket, ExpectedBucketOwner, status, code) => {
		expect(await list(Bucket, undefined, { ExpectedBucketOwner })).toMatchObject({ status, code })
	})

	it('is a bare 403 for a HEAD, with the region all the same', async () => {
		const { status, headers } = await head('trial-lake', undefined, { ExpectedBucketOwner: OTHER })
		expect(status).toBe(403)
		expect(headers['x-amz-bucket-region']).toBe('us-west-2')
	})
})

describe('which layer refuses', () => {
	const arn = 'arn:aws:s3:::trial-lake'
	const start = `User: ${SESSION_ARN} is not authorized to perform: s3:ListBucket on resource: "${arn}"`
	const denyList = (name: string) => ({
		arn: `arn:aws:x::${ACCOUNT}:policy/${name}`,
		document: policy(deny('s3:*', '*')),
	})
	const cases: [string, (trial: Trial) => void, string][] = [
		[
			'the bucket policy denies; it has no ARN',
			({ lake }) => {
				lake.policy = { arn: null, document: policy(everybody(deny('s3:ListBucket', arn))) }
			},
			'with an explicit deny in a resource-based policy',
		],
		[
			'an organization policy denies',
			({ account }) => {
				account.scps = [[{ arn: null, document: allOfS3 }, denyList('scp')]]
			},
			`with an explicit deny in a service control policy: arn:aws:x::${ACCOUNT}:policy/scp`,
		],
		[
			'a level of the organization does not allow',
			({ account }) => {
				account.scps = [[{ arn: 'arn:aws:x:::policy/p', document: policy(allow('glue:*', '*')) }]]
			},
			'because no service control policy allows the s3:ListBucket action: arn:aws:x:::policy/p',
		],
		[
			'the boundary does not allow',
			({ session }) => {
				session.boundary = { arn: 'arn:aws:x:::policy/b', document: policy(allow('glue:*', '*')) }
			},
			'because no permissions boundary allows the s3:ListBucket action: arn:aws:x:::policy/b',
		],
		[
			'our own belt is too tight',
			({ session }) => {
				session.sessionPolicy = policy(allow('s3:GetObject', '*'))
			},
			'because no session policy allows the s3:ListBucket action',
		],
	]

	it.each(cases)('%s', async (_, arrange, tail) => {
		arrange(trial)
		const outcome = await list()
		expect(outcome).toMatchObject({ status: 403, code: 'AccessDenied', message: `${start} ${tail}` })
		expect(outcome.headers['x-amz-bucket-region']).toBe('us-west-2')
	})

	it('of another account says nothing, even when everything is allowed on our side', async () => {
		addBucket(trial.other, 'foreign-lake')
		expect(await list('foreign-lake')).toMatchObject({ status: 403, code: 'AccessDenied', message: 'Access Denied' })
	})

	it('of another account lets in whom its policy names', async () => {
		const document = policy({ ...allow('s3:ListBucket', '*'), Principal: { AWS: ACCOUNT } })
		addBucket(trial.other, 'foreign-lake', { policy: { arn: null, document } })
		expect(await list('foreign-lake')).toMatchObject({ status: 200 })
	})

	it('hears the prefix that is asked for, and nothing when none is', async () => {
		const condition = { StringLike: { 's3:prefix': 'segment-data/*' } }
		trial.session.identityPolicies = [{ arn: POLICY_ARN, document: policy(allow('s3:ListBucket', '*', condition)) }]
		expect(await list('trial-lake', undefined, { Prefix: 'segment-data/x' })).toMatchObject({ status: 200 })
		expect(await list('trial-lake', undefined, { Prefix: 'logs/' })).toMatchObject({ status: 403 })
		expect(await list()).toMatchObject({ status: 403 })
		expect(await head()).toMatchObject({ status: 403 })
	})
})
