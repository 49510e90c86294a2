import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { SERVICE_KEY, startTrialWorld, type TrialWorld } from '../../standin/customer/trial-world.ts'
import { accessOf, OLD_PRINCIPAL } from './customer.fixture.ts'
import type { AwsAnswer, PolicyStatement } from './ports.ts'

const HARBOR = 'arn:aws:iam::210987654321:role/SegmentDataLakeRole'
const FJORD = 'arn:aws:iam::310987654322:role/segment-data-lake-role'
const COBALT = 'arn:aws:iam::410987654323:role/SegmentDataLakeRole-cobalt'
const OPEN: PolicyStatement[] = [{ Effect: 'Allow', Action: ['*'], Resource: ['*'] }]

let world: TrialWorld
beforeAll(async () => {
	world = await startTrialWorld()
})
afterAll(() => world.close())

beforeEach(async () => {
	vi.stubEnv('AWS_ENDPOINT_URL', world.endpoint)
	vi.stubEnv('AWS_ACCESS_KEY_ID', SERVICE_KEY.accessKeyId)
	vi.stubEnv('AWS_SECRET_ACCESS_KEY', SERVICE_KEY.secretAccessKey)
	vi.stubEnv('AWS_SESSION_TOKEN', '')
	vi.stubEnv('AWS_REGION', 'us-west-2')
	await world.world('/reset', {})
	return () => vi.unstubAllEnvs()
})

const LAKE = { Bucket: 'harbor-outfitters-lake', ExpectedBucketOwner: '210987654321' }
const TABLES = { CatalogId: '210987654321', DatabaseName: 'harbor_web', MaxResults: 1 }

describe('a customer’s account, over real signatures and policies', () => {
	it('is entered by the usual role, and each service answers', async () => {
		const { access, open } = accessOf()
		const session = await open({ roleArn: HARBOR, belt: OPEN })
		const answers = await Promise.all([
			access.call(session, 's3:HeadBucket', LAKE),
			access.call(session, 's3:ListObjectsV2', { ...LAKE, MaxKeys: 1, Prefix: 'segment-data/' }),
			access.call(session, 'glue:GetTables', TABLES),
			access.call(session, 'emr:DescribeCluster', { ClusterId: 'j-2HARB0RWEB01' }),
		])
		expect(answers.map(({ kind }) => kind)).toEqual(['ok', 'ok', 'ok', 'ok'])
		expect(answers.every(({ requestId }) => requestId !== null)).toBe(true)
		expect(answers[0]?.bucketRegion).toBe('us-west-2')
		expect(answers[3]).toMatchObject({ value: { Cluster: { Id: 'j-2HARB0RWEB01' } } })
	})

	it('is entered by an older role where the customer still trusts only that', async () => {
		const { open } = accessOf()
		const session = await open({ roleArn: FJORD, externalId: 'fjord-prod', principalArn: OLD_PRINCIPAL, belt: OPEN })
		expect(session.accountId).toBe('310987654322')
	})

	it.each([
		{ why: 'a wrong external id', changed: { externalId: 'somebody-else' } },
		{ why: 'no external id', changed: { externalId: null } },
		{ why: 'a role that does not exist', changed: { roleArn: `${HARBOR}-typo` } },
	])('refuses $why without a reason', async ({ changed }) => {
		const answer = await accessOf().access.assume({
			principalArn: null,
			roleArn: HARBOR,
			region: 'us-west-2',
			externalId: 'ws-harbor',
			sessionName: 'sam-1',
			belt: OPEN,
			...changed,
		})
		expect(answer).toMatchObject({ kind: 'refused', code: 'AccessDenied', httpStatus: 403 })
	})

	it('gives a session no more than its belt', async () => {
		const { access, open } = accessOf()
		const belt: PolicyStatement[] = [
			{ Effect: 'Allow', Action: ['s3:ListBucket'], Resource: [`arn:aws:s3:::${LAKE.Bucket}`] },
		]
		const session = await open({ roleArn: HARBOR, belt })
		expect(await access.call(session, 's3:HeadBucket', LAKE)).toMatchObject({ kind: 'ok' })
		expect(await access.call(session, 's3:HeadBucket', { ...LAKE, ExpectedBucketOwner: '999999999999' })).toMatchObject(
			{
				kind: 'refused',
				code: 'Forbidden',
			},
		)
		const denied = await access.call(session, 'glue:GetTables', TABLES)
		expect(denied).toMatchObject({
			kind: 'refused',
			code: 'AccessDeniedException',
			message: expect.stringContaining('session policy'),
		})
	})

	it('that hangs holds up nobody else, though all share the hosts of AWS', async () => {
		const own = await startTrialWorld()
		vi.stubEnv('AWS_ENDPOINT_URL', own.endpoint)
		const { access, open } = accessOf()
		const harbor = await open({ roleArn: HARBOR, belt: OPEN })
		const others = await Promise.all([
			open({ roleArn: FJORD, externalId: 'fjord-prod', belt: OPEN }),
			open({ roleArn: COBALT, externalId: 'ws-cobalt', belt: OPEN }),
		])
		await own.world('/aws', {
			faults: [
				{ account: 'fjord', hang: true },
				{ account: 'cobalt', hang: true },
			],
		})
		const settled: AwsAnswer[] = []
		const stuck = others.flatMap((session) =>
			Array.from({ length: 60 }, async () => {
				settled.push(await access.call(session, 'glue:GetTables', { ...TABLES, CatalogId: session.accountId }))
			}),
		)
		const answers = await Promise.all(Array.from({ length: 40 }, () => access.call(harbor, 'glue:GetTables', TABLES)))
		expect(answers.filter(({ kind }) => kind !== 'ok')).toEqual([])
		expect(settled).toEqual([])
		await own.close()
		await Promise.all(stuck)
		expect(settled.every(({ kind }) => kind === 'failed')).toBe(true)
	})
})
