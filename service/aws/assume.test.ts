import { afterEach, describe, expect, it } from 'vitest'
import { accessOf, asking, CUSTOMER, OLD_PRINCIPAL, outOfTime, PRINCIPAL, soundSts } from './customer.fixture.ts'
import { type RawAnswer, startRawAws, stsCaller, stsError, stsSession } from './raw-aws.fixture.ts'

let aws: Awaited<ReturnType<typeof startRawAws>>
const start = async (answer: RawAnswer) => {
	aws = await startRawAws(answer)
}
afterEach(() => aws.stop())

const sent = (action: string) => aws.requests.filter((request) => request.action === action)
const hops = () => sent('AssumeRole').filter(({ key }) => key === 'BASEKEY')
const formOf = (body: string | undefined) => Object.fromEntries(new URLSearchParams(body))

describe('assume', () => {
	it('asks with external id, session name, 900 s and the belt as compact JSON, signed by our role', async () => {
		await start(soundSts)
		const { access } = accessOf()
		const answer = await access.assume(asking({ region: 'eu-west-1' }))
		expect(answer).toMatchObject({ kind: 'ok', httpStatus: 200, requestId: 'sts-2' })
		const request = sent('AssumeRole').at(-1)
		expect(request).toMatchObject({ region: 'eu-west-1', key: 'segment-datalakes-production-access' })
		expect(formOf(request?.body)).toMatchObject({
			RoleArn: `arn:aws:iam::${CUSTOMER}:role/SegmentDataLakeRole`,
			RoleSessionName: 'sam@sluice.example-JKJaXmPLvHcESHA=',
			ExternalId: 'ws-harbor',
			DurationSeconds: '900',
			Policy:
				'{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:ListBucket"],"Resource":["arn:aws:s3:::lake"]}]}',
		})
	})

	it('leaves the external id out when asked to ask without', async () => {
		await start(soundSts)
		await accessOf().access.assume(asking({ externalId: null }))
		expect(formOf(sent('AssumeRole').at(-1)?.body)).not.toHaveProperty('ExternalId')
	})

	it('shows nothing of the credentials in the session', async () => {
		await start(soundSts)
		const session = await accessOf().open()
		expect(session).toEqual({
			roleArn: `arn:aws:iam::${CUSTOMER}:role/SegmentDataLakeRole`,
			accountId: CUSTOMER,
			region: 'us-west-2',
		})
		expect(Object.isFrozen(session)).toBe(true)
	})

	it('never reuses a customer session, and refuses one that it did not open', async () => {
		await start(soundSts)
		const { access, open } = accessOf()
		const first = await open()
		expect(await open()).not.toBe(first)
		expect(sent('AssumeRole').filter(({ key }) => key !== 'BASEKEY')).toHaveLength(2)
		await expect(access.call({ ...first }, 's3:HeadBucket', { Bucket: 'lake' })).rejects.toThrow('not opened here')
	})

	it('hands on the refusal of the customer, word for word', async () => {
		const text = `User: ${PRINCIPAL} is not authorized to perform: sts:AssumeRole on resource: x`
		await start((request) => (request.key === 'BASEKEY' ? soundSts(request) : stsError(403, 'AccessDenied', text)))
		const answer = await accessOf().access.assume(asking())
		expect(answer).toMatchObject({
			kind: 'refused',
			code: 'AccessDenied',
			message: text,
			httpStatus: 403,
			requestId: 'sts-1',
		})
	})

	it('says that a region is not enabled as the refusal that it is', async () => {
		await start((request) =>
			request.key === 'BASEKEY' ? soundSts(request) : stsError(403, 'RegionDisabledException', 'not activated'),
		)
		expect(await accessOf().access.assume(asking({ region: 'me-south-1' }))).toMatchObject({
			kind: 'refused',
			code: 'RegionDisabledException',
		})
	})

	it.each([
		{
			why: 'a role that is none of ours',
			changed: { principalArn: 'arn:aws:iam::1:role/x' },
			text: 'not one of our roles',
		},
		{
			why: 'something that is no role',
			changed: { roleArn: 'arn:aws:iam::210987654321:user/x' },
			text: 'not the ARN of a role',
		},
		{ why: 'a session without a belt', changed: { belt: [] }, text: 'needs a belt' },
	])('throws for $why, before anything is sent', async ({ changed, text }) => {
		await start(soundSts)
		await expect(accessOf().access.assume(asking(changed))).rejects.toThrow(text)
		expect(aws.requests).toHaveLength(0)
	})

	it('sends nothing for a region that is no host name', async () => {
		await start(soundSts)
		const { access, open } = accessOf()
		await open()
		const before = aws.requests.length
		for (const region of ['us-east-1#', 'x.amazonaws.com.evil', '..', '169.254.169.254/'])
			expect(await access.assume(asking({ region }))).toMatchObject({ kind: 'failed', cause: 'ours' })
		expect(aws.requests).toHaveLength(before)
	})
})

describe('our own role', () => {
	it('is taken once for any number of askers, and once more 5 minutes before it ends', async () => {
		let now = Date.now()
		const ends = now + 3_600_000
		await start((request) =>
			request.key === 'BASEKEY' && request.action === 'AssumeRole'
				? stsSession('HOP', new Date(ends))
				: soundSts(request),
		)
		const { open } = accessOf({ now: () => new Date(now) })
		await Promise.all([open(), open(), open()])
		now = ends - 5 * 60_000 - 1
		await open()
		expect(hops()).toHaveLength(1)
		now = ends - 5 * 60_000
		await Promise.all([open(), open()])
		expect(hops()).toHaveLength(2)
		expect(sent('GetCallerIdentity')).toHaveLength(1)
		expect(formOf(hops()[0]?.body)).toMatchObject({ RoleArn: PRINCIPAL, DurationSeconds: '3600' })
	})

	it('is used to its last minute when it cannot be renewed', async () => {
		let now = Date.now()
		const ends = now + 3_600_000
		let down = false
		await start((request) => {
			if (request.key !== 'BASEKEY' || request.action !== 'AssumeRole') return soundSts(request)
			return down ? stsError(500, 'InternalFailure', 'down') : stsSession('HOP', new Date(ends))
		})
		const { access, open } = accessOf({ now: () => new Date(now) })
		await open()
		down = true
		now = ends - 1
		await open()
		now = ends
		expect(await access.assume(asking())).toMatchObject({ kind: 'failed', cause: 'server' })
	})

	it.each([
		'arn:aws:sts::595280932656:assumed-role/segment-datalakes-production-access/i-0123456789',
		'arn:aws:sts::595280932656:assumed-role/segment-datalakes-production-access/task@1',
	])('needs no hop when we already are it: %s', async (arn) => {
		await start((request) => (request.action === 'GetCallerIdentity' ? stsCaller(arn) : soundSts(request)))
		await accessOf().open()
		expect(sent('AssumeRole').map(({ body }) => formOf(body).RoleArn)).toEqual([asking().roleArn])
		expect(hops()).toHaveLength(1)
	})

	it.each([
		{
			why: 'the same name in another account',
			arn: 'arn:aws:sts::111122223333:assumed-role/segment-datalakes-production-access/i',
		},
		{
			why: 'a name that only begins alike',
			arn: 'arn:aws:sts::595280932656:assumed-role/segment-datalakes-production-access2/i',
		},
	])('needs the hop for $why', async ({ arn }) => {
		await start((request) => (request.action === 'GetCallerIdentity' ? stsCaller(arn) : soundSts(request)))
		await accessOf().open()
		expect(hops().map(({ body }) => formOf(body).RoleArn)).toEqual([PRINCIPAL])
	})

	it('of an older generation is taken on demand only', async () => {
		await start(soundSts)
		const { open } = accessOf()
		await open()
		await open({ principalArn: OLD_PRINCIPAL })
		expect(hops().map(({ body }) => formOf(body).RoleArn)).toEqual([PRINCIPAL, OLD_PRINCIPAL])
		expect(sent('AssumeRole').at(-1)?.key).toBe('datalakes-aws-worker')
	})

	it('that is refused to us is our failure, never the customer’s refusal', async () => {
		await start((request) =>
			request.action === 'AssumeRole' ? stsError(403, 'AccessDenied', 'User: u may not') : soundSts(request),
		)
		const answer = await accessOf().access.assume(asking())
		expect(answer).toMatchObject({ kind: 'failed', cause: 'ours', code: 'AccessDenied' })
		expect(answer).toHaveProperty(
			'message',
			expect.stringMatching(/own role .*production-access: AccessDenied User: u may not/),
		)
	})

	it('that AWS no longer knows is taken anew the next time', async () => {
		let stale = true
		await start((request) => {
			if (request.key === 'BASEKEY' || !stale) return soundSts(request)
			stale = false
			return stsError(403, 'ExpiredToken', 'The security token included in the request is expired')
		})
		const { access } = accessOf()
		expect(await access.assume(asking())).toMatchObject({ kind: 'failed', cause: 'ours', code: 'ExpiredToken' })
		expect(await access.assume(asking())).toMatchObject({ kind: 'ok' })
		expect(hops()).toHaveLength(2)
	})

	it('that hangs costs the asker one call time, and no circuit of the customer', async () => {
		let hang = true
		await start((request) => (hang ? null : soundSts(request)))
		const { access } = accessOf()
		for (let i = 1; i <= 6; i += 1) {
			const answer = await outOfTime(
				() => access.assume(asking()),
				() => aws.requests.length === i,
			)
			expect(answer).toMatchObject({ kind: 'failed', cause: 'timeout' })
		}
		hang = false
		expect(await access.assume(asking())).toMatchObject({ kind: 'ok' })
	})

	it('is ready after warming, with one sign of life for each service and nothing sent to a customer', async () => {
		await start(soundSts)
		const { access, warnings } = accessOf()
		await access.warm()
		expect(aws.requests.map(({ action }) => action)).toEqual(['GetCallerIdentity', 'AssumeRole'])
		expect(warnings).toEqual([])
	})

	it('that cannot be had at boot is a warning, not an end', async () => {
		await start(() => stsError(403, 'InvalidClientTokenId', 'The security token included in the request is invalid.'))
		const { access, warnings } = accessOf()
		await access.warm()
		expect(warnings).toMatchObject([{ fields: { cause: 'ours', code: 'InvalidClientTokenId' } }])
	})
})
