import pino from 'pino'
import { describe, expect, it } from 'vitest'
import { problem } from '../lib/contract/problem.ts'
import { createHealthOnly } from './health-only.ts'
import { createRegistry } from './metrics/registry.ts'
import { fromConsole, fromTerminal, type Headers, newIdentity, ORIGIN, requestOf, SECRET } from './service.fixture.ts'

function worker({ draining = false } = {}) {
	const lines: string[] = []
	const metrics = createRegistry()
	metrics.gauge('sluice_database_up', 'Whether the database answered.', () => [[{}, 1]])
	const handle = createHealthOnly({
		settings: { consoleOrigin: ORIGIN },
		isDraining: () => draining,
		metrics,
		now: () => new Date(),
		log: pino({}, { write: (line: string) => void lines.push(line) }),
	})
	const ask = (method: string, path: string, headers: Headers = {}, body?: unknown) =>
		handle(requestOf(method, path, headers, body))
	return { ask, lines }
}

describe('a process that only works', () => {
	it.each([
		['/healthz', 200, 'ok'],
		['/readyz', 200, 'ok'],
		['/metrics', 200, '\nsluice_database_up 1\n'],
	])('answers %s', async (path, status, text) => {
		const { ask, lines } = worker()
		const answer = await ask('GET', path)
		expect([answer.status, await answer.text()]).toEqual([status, expect.stringContaining(text)])
		expect(lines).toEqual([])
	})

	it('is not ready while it stops, and healthy all the same', async () => {
		const { ask } = worker({ draining: true })
		expect([(await ask('GET', '/readyz')).status, (await ask('GET', '/healthz')).status]).toEqual([503, 200])
	})

	it.each<[string, string, string, Headers]>([
		['an admin whom the gate sends', 'GET', '/v1/me', fromTerminal('admin')],
		['somebody who is not bound', 'POST', '/v1/session', fromConsole('viewer', newIdentity())],
		['whoever comes around the gate', 'GET', '/v1/sources', {}],
		['a wrong secret', 'GET', '/v1/sources', { ...fromTerminal('admin'), 'X-Sluice-Gate-Secret': 'x'.repeat(50) }],
		['an unknown role', 'GET', '/v1/me', { ...fromTerminal('admin'), 'X-Sluice-User-Arn': 'arn:aws:sts::1:nobody' }],
		['a path of nobody', 'GET', '/v1/nothing', fromTerminal('admin')],
		['the metrics asked for through the gate', 'GET', '/metrics', fromTerminal('admin')],
		['the metrics asked for through the load balancer', 'GET', '/metrics', { 'X-Forwarded-For': '203.0.113.7' }],
		['another method of a health check', 'POST', '/healthz', {}],
	])('says the same to %s', async (_who, method, path, headers) => {
		const { ask, lines } = worker()
		const answer = await ask(method, path, headers, method === 'POST' ? { samlResponse: 'x' } : undefined)
		const body = problem.parse(await answer.json())
		expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'application/problem+json'])
		expect(body).toMatchObject({ code: 'not-found', detail: 'This process works and answers nobody.', errors: [] })
		const [line = '', ...more] = lines
		expect([JSON.parse(line), more]).toMatchObject([{ msg: 'request to a worker', requestId: body.requestId }, []])
		for (const word of ['sluice.example', SECRET, 'arn:aws', '203.0.113.7'])
			expect(line + JSON.stringify(body)).not.toContain(word)
	})
})
