import { describe, expect, it } from 'vitest'
import { createAccountTraffic, type Route } from './account-traffic.ts'
import { unanswered } from './answer.ts'
import type { Deadline } from './deadline.ts'
import type { AwsAnswer, AwsFailure } from './ports.ts'

const ANSWERED = { httpStatus: 200, requestId: 'r', bucketRegion: null, date: null, durationMs: 1 }
const OK: AwsAnswer<string> = { kind: 'ok', value: 'v', ...ANSWERED }
const DENIED: AwsAnswer<string> = { kind: 'refused', code: 'AccessDenied', message: 'no', ...ANSWERED, httpStatus: 403 }
const failed = (cause: AwsFailure['cause'], changed = {}) => ({
	...unanswered(cause, 'it failed'),
	durationMs: 8_000,
	...changed,
})

const glue = (changed: Partial<Route> = {}): Route => ({
	accountId: 'A',
	region: 'us-west-2',
	operation: 'glue:GetTable',
	...changed,
})

/** A world whose clock goes only when told to. `deadline` has 8 s from the moment it is made. */
function world() {
	let at = 0
	const opened: string[] = []
	const traffic = createAccountTraffic(
		() => at,
		(accountId, service) => opened.push(`${accountId} ${service}`),
	)
	function deadline(signal = new AbortController().signal): Deadline & { paused: number[] } {
		const end = at + 8_000
		const paused: number[] = []
		return {
			signal,
			lengthMs: 8_000,
			paused,
			remaining: () => end - at,
			async pause(ms) {
				paused.push(ms)
				return !signal.aborted
			},
		}
	}
	const pass = (route: Route, answer: AwsAnswer<string>) => traffic.pass(route, deadline(), async () => answer)
	return { traffic, deadline, pass, opened, tick: (ms: number) => (at += ms) }
}

/** Sends that stay under way until released. */
function hanging() {
	const { promise, resolve } = Promise.withResolvers<AwsAnswer<string>>()
	let begun = 0
	const send = () => {
		begun += 1
		return promise
	}
	return { send, release: () => resolve(OK), begun: () => begun }
}

describe('the limit of an account', () => {
	it('is 48 under way; the next is sent when one is answered', async () => {
		const { traffic, deadline } = world()
		const calls = hanging()
		const sent = Array.from({ length: 60 }, () => traffic.pass(glue(), deadline(), calls.send))
		await expect.poll(calls.begun).toBe(48)
		calls.release()
		await Promise.all(sent)
		expect(calls.begun()).toBe(60)
	})

	it('is its own: an account whose 48 hang holds up nobody else', async () => {
		const { traffic, deadline, pass } = world()
		const calls = hanging()
		const sent = Array.from({ length: 100 }, () => traffic.pass(glue(), deadline(), calls.send))
		await expect.poll(calls.begun).toBe(48)
		expect(await pass(glue({ accountId: 'B' }), OK)).toEqual(OK)
		calls.release()
		await Promise.all(sent)
	})

	it('answers who waits past the deadline, without sending', async () => {
		const { traffic, deadline } = world()
		const calls = hanging()
		const sent = Array.from({ length: 48 }, () => traffic.pass(glue(), deadline(), calls.send))
		const impatient = new AbortController()
		const late = traffic.pass(glue(), deadline(impatient.signal), calls.send)
		impatient.abort()
		expect(await late).toMatchObject({ kind: 'failed', cause: 'timeout', message: expect.stringContaining('48 calls') })
		expect(calls.begun()).toBe(48)
		calls.release()
		await Promise.all(sent)
	})

	it('gets its place back from a call that throws', async () => {
		const { traffic, deadline, pass } = world()
		for (let i = 0; i < 50; i += 1)
			await expect(traffic.pass(glue(), deadline(), () => Promise.reject(new Error('bug')))).rejects.toThrow('bug')
		expect(await pass(glue(), OK)).toEqual(OK)
	})
})

describe('the EMR budget', () => {
	const cluster = (changed: Partial<Route> = {}) => glue({ operation: 'emr:DescribeStep', ...changed })

	it('makes the eleventh wait its turn, counted into its deadline', async () => {
		const { traffic, deadline, pass } = world()
		for (let i = 0; i < 10; i += 1) await pass(cluster(), OK)
		const eleventh = deadline()
		expect(await traffic.pass(cluster(), eleventh, async () => OK)).toEqual(OK)
		expect(eleventh.paused).toEqual([2000])
	})

	it('says so when the turn comes too late, and sends nothing', async () => {
		const { traffic, deadline, pass } = world()
		for (let i = 0; i < 13; i += 1) expect(await pass(cluster(), OK)).toEqual(OK)
		const calls = hanging()
		expect(await traffic.pass(cluster(), deadline(), calls.send)).toMatchObject({
			kind: 'failed',
			cause: 'throttled',
			httpStatus: null,
			message: expect.stringMatching(/budget for DescribeStep.*8 s/),
		})
		expect(calls.begun()).toBe(0)
	})

	it.each([
		{ why: 'another region', route: cluster({ region: 'eu-west-1' }) },
		{ why: 'another account', route: cluster({ accountId: 'B' }) },
		{ why: 'another service', route: glue() },
	])('is not shared with $why', async ({ route }) => {
		const { traffic, deadline, pass } = world()
		for (let i = 0; i < 13; i += 1) await pass(cluster(), OK)
		const other = deadline()
		expect(await traffic.pass(route, other, async () => OK)).toEqual(OK)
		expect(other.paused).toEqual([])
	})
})

describe('the circuit of an account and service', () => {
	it.each<{ why: string; answer: AwsAnswer<string>; opens: boolean }>([
		{ why: 'a timeout', answer: failed('timeout'), opens: true },
		{ why: 'a broken network', answer: failed('network'), opens: true },
		{ why: 'a failure of the service', answer: failed('server', { httpStatus: 500 }), opens: true },
		{ why: 'AccessDenied', answer: DENIED, opens: false },
		{ why: 'any other refusal', answer: { ...DENIED, code: 'EntityNotFoundException', httpStatus: 400 }, opens: false },
		{ why: 'a throttle', answer: failed('throttled', { httpStatus: 400 }), opens: false },
		{ why: 'our own expired token', answer: failed('ours', { httpStatus: 403 }), opens: false },
		{ why: 'a request that never left', answer: failed('ours'), opens: false },
		{
			why: 'a timeout of a call that mostly waited for its turn',
			answer: failed('timeout', { durationMs: 3_999 }),
			opens: false,
		},
	])('by $why: opens $opens', async ({ answer, opens }) => {
		const { pass, opened } = world()
		for (let i = 0; i < 30; i += 1) await pass(glue(), answer)
		expect(opened).toEqual(opens ? ['A glue'] : [])
		expect((await pass(glue(), OK)).kind).toBe(opens ? 'failed' : 'ok')
	})

	it('answers at once, saying when it will try again, and touches neither other services nor other accounts', async () => {
		const { pass, tick } = world()
		for (let i = 0; i < 5; i += 1) await pass(glue(), failed('timeout'))
		tick(10_000)
		expect(await pass(glue(), OK)).toMatchObject({
			kind: 'failed',
			cause: 'circuit-open',
			message: 'Calls to glue in account A are paused, since it did not answer: next try in 20 s.',
		})
		expect(await pass(glue({ operation: 's3:HeadBucket' }), OK)).toEqual(OK)
		expect(await pass(glue({ operation: 'sts:AssumeRole' }), OK)).toEqual(OK)
		expect(await pass(glue({ accountId: 'B' }), OK)).toEqual(OK)
		tick(20_000)
		expect(await pass(glue(), OK)).toEqual(OK)
		expect(await pass(glue(), OK)).toEqual(OK)
	})

	it('answers at once also when all places of the account are taken', async () => {
		const { traffic, deadline, pass } = world()
		for (let i = 0; i < 5; i += 1) await pass(glue(), failed('timeout'))
		const calls = hanging()
		const s3 = Array.from({ length: 48 }, () =>
			traffic.pass(glue({ operation: 's3:HeadBucket' }), deadline(), calls.send),
		)
		await expect.poll(calls.begun).toBe(48)
		expect(await pass(glue(), OK)).toMatchObject({ cause: 'circuit-open' })
		calls.release()
		await Promise.all(s3)
	})

	it('stops those who already wait behind hanging calls', async () => {
		const { traffic, deadline, tick } = world()
		const { promise, resolve } = Promise.withResolvers<AwsAnswer<string>>()
		let begun = 0
		const sent = Array.from({ length: 90 }, () =>
			traffic.pass(glue(), deadline(), () => {
				begun += 1
				return promise
			}),
		)
		await expect.poll(() => begun).toBe(48)
		tick(8_000)
		resolve(failed('timeout'))
		const answers = await Promise.all(sent)
		const paused = answers.filter((answer) => answer.kind === 'failed' && answer.cause === 'circuit-open')
		expect(paused.length).toBeGreaterThanOrEqual(35)
		expect(begun + paused.length).toBe(90)
	})
})

describe('memory', () => {
	it('keeps nothing of accounts that nobody asked for 10 minutes, but keeps those with calls under way', async () => {
		const { traffic, deadline, pass, tick } = world()
		const calls = hanging()
		const slow = traffic.pass(glue({ accountId: 'slow' }), deadline(), calls.send)
		for (let i = 0; i < 500; i += 1) await pass(glue({ accountId: `a${i}` }), OK)
		expect(traffic.size()).toBe(501)
		tick(600_001)
		await pass(glue({ accountId: 'new' }), OK)
		expect(traffic.size()).toBe(2)
		calls.release()
		await slow
	})
})
