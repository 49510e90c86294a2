import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { endpoint } from '../../lib/contract/endpoint.ts'
import { everyone } from '../../lib/contract/role.ts'
import { bytes, draft, sign } from '../../standin/gate/trial-request.ts'
import { knock, startTrial } from '../../standin/gate/trial-world.ts'
import type { Audit } from '../audit/public.ts'
import { unanswered } from '../aws/answer.ts'
import type { Outcome } from '../handler.ts'
import { createRequestHandler } from '../http/request-handler.ts'
import { deadAudit, fromTerminal, type Headers, requestOf, SETTINGS } from '../service.fixture.ts'
import { countAnswers } from './aws.ts'
import { taken } from './filter-pattern.fixture.ts'
import { createRegistry } from './registry.ts'
import { tellWork } from './telling.ts'
import type { Work } from './work.ts'

const FILE = join(import.meta.dirname, '../../infra/modules/alarms/filters.json')
const filters = z
	.record(z.string(), z.object({ log: z.enum(['service', 'gate']), pattern: z.string(), value: z.string() }))
	.parse(JSON.parse(readFileSync(FILE, 'utf8')))
/** Lines that service and gate really write, by what happened. */
const lines: Record<'service' | 'gate', Record<string, string>> = { service: {}, gate: {} }

describe('each filter takes from the log what its name says, and nothing else', () => {
	beforeAll(async () => {
		await tellOfWork()
		await tellOfRequests()
		await tellOfTheGate()
	})

	const expected: Record<string, Record<string, number>> = {
		WorkLines: { 'work that is late': 1, 'no outbox': 1, 'no database': 1 },
		DatabaseUp: { 'work that is late': 1, 'no outbox': 1, 'no database': 0 },
		QueueOldestSeconds: { 'work that is late': 61, 'no outbox': 61 },
		OutboxOldestSeconds: { 'work that is late': 301 },
		OutboxSetAside: { 'work that is late': 2 },
		ReplaysUndecided: { 'work that is late': 3, 'no outbox': 3 },
		ReplaysOverdueSeconds: { 'work that is late': 62, 'no outbox': 62 },
		ClustersOverdueSeconds: { 'work that is late': 63, 'no outbox': 63 },
		CircuitsOpen: { 'work that is late': 1, 'no outbox': 1, 'no database': 1 },
		AwsAnswers: { 'work that is late': 6, 'no outbox': 0, 'no database': 0 },
		AwsThrottled: { 'work that is late': 1, 'no outbox': 0, 'no database': 0 },
		AwsUnanswered: { 'work that is late': 2, 'no outbox': 0, 'no database': 0 },
		AwsOurs: { 'work that is late': 2, 'no outbox': 0, 'no database': 0 },
		ArchiveFailed: { 'work that is late': 1, 'no outbox': 0, 'no database': 0 },
		RequestMs: {
			...{ answered: expect.any(Number), refused: expect.any(Number), broken: expect.any(Number) },
			...{ 'too slow': expect.any(Number), 'not recorded': expect.any(Number), 'around the gate': expect.any(Number) },
		},
		Internal: { broken: 1 },
		AuditUnavailable: { 'not recorded': 1 },
		Overloaded: { 'too slow': 1 },
		GateProofMissing: { 'around the gate': 1 },
		ServiceRefusals: { refused: 1, 'too slow': 1, 'not recorded': 1, 'around the gate': 1 },
		GateRefusals: { 'unsigned at the gate': 1, 'a stranger at the gate': 1 },
	}

	it('names every filter', () => expect(Object.keys(filters)).toEqual(Object.keys(expected)))

	it.each(Object.entries(filters))('%s', (name, filter) => {
		const found = Object.entries(lines[filter.log]).map(([what, line]) => [what, taken(filter, line)])
		expect(Object.fromEntries(found.filter(([, value]) => value !== null))).toEqual(expected[name])
	})
})

const forever = new Promise<never>(() => {})

async function tellOfWork() {
	const late: Work = {
		queues: [
			{ queue: 'checks', waiting: 1, active: 0, oldestSeconds: 61 },
			{ queue: 'replays', waiting: 1, active: 0, oldestSeconds: 5 },
		],
		replays: [{ status: 'undecided', count: 3, overdueSeconds: 62 }],
		clusters: { watched: 1, overdueSeconds: 63 },
		outbox: { waiting: 1, oldestSeconds: 301, open: 0, setAside: 2, reasons: [] },
	}
	const { log, last } = recorder()
	const answers = countAnswers(createRegistry(), log)
	const route = { accountId: '210987654321', region: 'us-west-2', operation: 'glue:GetTable' } as const
	for (const cause of ['throttled', 'timeout', 'network', 'ours', 'ours', 'circuit-open'] as const)
		answers.answered(route, unanswered(cause, ''))
	await answers.counting({ list: async () => unanswered('server', '') }).list({ bucket: 'b', prefix: 'p/' }, null)
	const looks = [late, { ...late, outbox: null }, null]
	vi.useFakeTimers()
	const stop = tellWork({ look: async () => looks.shift() ?? null, tally: answers.tally, paused: () => ['glue'], log })
	for (const what of ['work that is late', 'no outbox', 'no database']) {
		await vi.advanceTimersByTimeAsync(60_000)
		lines.service[what] = last()
	}
	stop()
	vi.useRealTimers()
}

async function tellOfRequests() {
	const row = endpoint({
		method: 'GET',
		path: '/v1/things',
		summary: 'Things',
		input: {},
		output: z.object({}),
		problems: ['version-conflict'],
		roles: everyone,
		rule: 'none',
		effect: 'read',
		reason: 'none',
		identity: 'bound',
		timeout: 50,
	})
	const audit: Audit = { ...deadAudit, intent: async () => 'id', outcome: async () => {}, refused: async () => {} }
	const known = fromTerminal('viewer')
	async function ask(what: string, run: () => Promise<Outcome<unknown>>, headers: Headers = known, into = audit) {
		const { log, last } = recorder()
		const handle = createRequestHandler({
			...{ settings: SETTINGS, operations: { 'things.list': { row, run } }, audit: into, log },
			bindingOf: async () => null,
			databaseDeadlineMs: 30_000,
			idempotency: { begin: async () => ({ state: 'new' }), finish: async () => {}, abandon: async () => {} },
			isDraining: () => false,
			metrics: createRegistry(),
			now: () => new Date(),
		})
		await handle(requestOf('GET', '/v1/things', headers))
		lines.service[what] = last()
	}
	const fine = async () => ({ ok: true, value: {} }) as const
	await ask('answered', fine)
	await ask('refused', async () => ({ ok: false, problem: 'version-conflict', detail: '' }))
	await ask('broken', () => Promise.reject(new Error('a bug')))
	await ask('too slow', () => forever)
	await ask('not recorded', fine, known, deadAudit)
	await ask('around the gate', fine, {})
}

async function tellOfTheGate() {
	const gate = await startTrial()
	afterAll(() => gate.stop())
	const me = draft('GET', '/prod/v1/me')
	const signed = sign(me, gate.issue('sluice-console-support'))
	const asked = {
		'unsigned at the gate': me,
		'a stranger at the gate': sign(me, gate.issue('breakglass-admin', false)),
	}
	for (const [what, request] of Object.entries({ ...asked, passed: signed })) {
		await knock(gate.port, bytes(request))
		lines.gate[what] = gate.log.at(-1) ?? ''
	}
	gate.prod.reply = (response) => response.writeHead(404).end('{}')
	await knock(gate.port, bytes(signed))
	lines.gate['refused by the service'] = gate.log.at(-1) ?? ''
	gate.prod.reply = (response) => void response.destroy()
	await knock(gate.port, bytes(signed))
	lines.gate['no service behind the gate'] = gate.log.at(-1) ?? ''
}

function recorder() {
	const told: string[] = []
	const log = pino({ base: undefined }, { write: (line: string) => void told.push(line) })
	return { log, last: () => told.at(-1) ?? '' }
}
