import { afterAll, expect, it } from 'vitest'
import { PROBLEM_STATUS } from '../../lib/contract/problem.ts'
import { operations } from '../../lib/contract/table.ts'
import { fromConsole, fromTerminal, newIdentity, openTrial } from '../service.fixture.ts'
import { createRegistry } from './registry.ts'
import { measureRequests } from './requests.ts'

const registry = createRegistry()
const trial = await openTrial({ metrics: registry })
afterAll(() => trial.close())

const countOf = async (labels: string) =>
	Number((await registry.text()).match(`\\nsluice_requests_total\\{${labels}\\} (\\d+)\\n`)?.[1] ?? 0)

it.each([
	['an answer', 'GET', '/v1/me', 'operation="sessions.me",status="200",code="none"'],
	[
		'a refusal, by its problem code',
		'GET',
		'/v1/sources/none',
		'operation="sources.get",status="404",code="not-found"',
	],
	['what reached no operation', 'GET', '/v1/none', 'operation="unrouted",status="404",code="not-found"'],
])('counts %s', async (_what, method, path, labels) => {
	const before = await countOf(labels)
	await trial.call(method, path, fromTerminal('viewer'))
	expect(await countOf(labels)).toBe(before + 1)
})

it('cuts off the finer reason of a refusal, which may grow', async () => {
	const own = createRegistry()
	measureRequests(own, () => ({ inFlight: 3, waiting: 2 }))(
		'sessions.open',
		{ status: 403, code: 'assertion-refused/x' },
		40,
	)
	const text = await own.text()
	expect(text).toContain('{operation="sessions.open",status="403",code="assertion-refused"} 1\n')
	expect(text).toContain('sluice_request_seconds_bucket{operation="sessions.open",le="0.025"} 0\n')
	expect(text).toContain('sluice_request_seconds_bucket{operation="sessions.open",le="0.05"} 1\n')
	expect(text).toContain('sluice_requests_in_flight 3\n')
	expect(text).toContain('sluice_requests_waiting 2\n')
})

it('names no person, path or id however many come, and its labels are closed sets', async () => {
	const seriesOf = (text: string) => text.split('\n').filter((line) => /^\w+\{/.test(line))
	const many = (round: number) =>
		Promise.all(
			Array.from({ length: 15 }, (_, index) => `r${round}-${index}`).flatMap((id, index) => [
				trial.call('GET', `/v1/sources/${id}`, fromTerminal('viewer', `${id}@sluice.example`)),
				trial.call('GET', `/v1/${id}`, fromTerminal('viewer', `${id}@sluice.example`)),
				trial.call('POST', '/v1/checks', fromConsole('support', newIdentity()), { sourceId: id }),
				trial.call(`M${index}`, '/v1/me', fromTerminal('admin')),
			]),
		)
	await many(1)
	const first = seriesOf(await registry.text())
	await many(2)
	const second = seriesOf(await registry.text())
	expect(second.length).toBe(first.length)

	const allowed = {
		operation: new Set<string>([...operations, 'unrouted']),
		code: new Set<string>([...Object.keys(PROBLEM_STATUS), 'none']),
	}
	for (const line of second) {
		for (const [, name = '', value = ''] of line.matchAll(/(\w+)="([^"]*)"/g)) {
			if (name === 'operation' || name === 'code') expect(allowed[name]).toContain(value)
			else if (name === 'status') expect(value).toMatch(/^[1-5]\d\d$/)
			else expect([name, value]).toEqual(['le', expect.stringMatching(/^([\d.]+|\+Inf)$/)])
		}
	}
})
