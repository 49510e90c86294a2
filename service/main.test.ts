import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { createIdp } from '../lib/saml/signed-response.fixture.ts'
import { startTrialSegment } from './audit/segment.fixture.ts'
import { fromTerminal, ORIGIN, SECRET, SETTINGS, validSettings } from './service.fixture.ts'

const folder = mkdtempSync(join(tmpdir(), 'sluice-main-'))
const children: ChildProcess[] = []
afterEach(() => {
	for (const child of children.splice(0)) child.kill('SIGKILL')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** All that an operator's terminal has to say. */
const terminal: NodeJS.ProcessEnv = { NODE_ENV: 'test', PATH: process.env.PATH, SLUICE_DATA_DIR: folder }
const environment: NodeJS.ProcessEnv = {
	...terminal,
	SLUICE_SERVICE_PORT: '0',
	SLUICE_GATE_SECRETS: SECRET,
	SLUICE_CONSOLE_ORIGIN: ORIGIN,
	SLUICE_ROLE_ARNS: JSON.stringify(SETTINGS.roleArns),
	AWS_REGION: 'us-west-2',
	SLUICE_CUSTOMER_PRINCIPALS: 'arn:aws:iam::111122223333:role/sluice-access',
	SLUICE_ARCHIVE_ROLE_ARN: SETTINGS.replays.archiveRoleArn,
	SLUICE_REPLAY_JOB: JSON.stringify(SETTINGS.replays.job),
	SLUICE_IDP_ISSUER: 'https://idp.example.com/metadata',
	SLUICE_IDP_CERTIFICATES: createIdp().certificate,
	SLUICE_ACS_URL: 'https://console.example.com/sign-in/acs',
}

function start(args: string[], env: Partial<NodeJS.ProcessEnv> = {}, base = environment, input = '') {
	const main = join(import.meta.dirname, 'main.ts')
	const child = spawn(process.execPath, [main, ...args], { env: { ...base, ...env } })
	child.stdin.end(input)
	children.push(child)
	const said = { out: '', error: '' }
	child.stdout.on('data', (chunk) => {
		said.out += chunk
	})
	child.stderr.on('data', (chunk) => {
		said.error += chunk
	})
	const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, ...said }))
	return { child, said, ended }
}
const run = (args: string[], env: Partial<NodeJS.ProcessEnv> = {}) => start(args, env).ended
const operate = (...args: string[]) => start(args, {}, terminal).ended

/** Starts the service and waits for the port it found. */
async function serving(env: Partial<NodeJS.ProcessEnv> = {}) {
	const started = start([], env)
	const port = await vi.waitFor(
		() => {
			const found = /"port":(\d+)/.exec(started.said.out)?.[1]
			if (found === undefined) throw new Error(`not listening: ${started.said.out}${started.said.error}`)
			return found
		},
		{ timeout: 50_000, interval: 50 },
	)
	return { ...started, url: `http://127.0.0.1:${port}` }
}

function file(name: string, text: string): string {
	const path = join(folder, name)
	writeFileSync(path, text)
	return path
}

describe('what a person at the terminal can mend is one clear message and exit code 2', () => {
	it.each<[string, string[], Record<string, string | undefined>, string[]]>([
		[
			'missing settings',
			[],
			{ SLUICE_GATE_SECRETS: '', SLUICE_ACS_URL: undefined },
			['SLUICE_GATE_SECRETS', 'SLUICE_ACS_URL'],
		],
		['a short secret', [], { SLUICE_GATE_SECRETS: 'short-and-secret' }, ['SLUICE_GATE_SECRETS']],
		['a process of no kind', [], { SLUICE_PROCESS: 'api' }, ['SLUICE_PROCESS: must be all, http or worker']],
		['a worker alone on a database for one process', [], { SLUICE_PROCESS: 'worker' }, ['DATABASE_URL']],
		['an unknown command', ['explode'], {}, ['no command explode', 'import-sources FILE']],
		['half a Segment source', [], { SLUICE_SEGMENT_WRITE_KEY: 'short-and-secret' }, ['SLUICE_SEGMENT_URL']],
		['an import without a file', ['import-sources'], {}, ['import-sources FILE']],
		['an import of no file', ['import-sources', '/nowhere.json'], {}, ['/nowhere.json']],
		['an import of an empty standard input', ['import-sources', '-'], {}, ['Standard input is not a file of JSON']],
		['a release of nobody', ['release-binding', 'sam'], {}, ['release-binding EMAIL']],
		[
			'a command for a database of another kind',
			['release-binding', 'sam@sluice.example'],
			{ DATABASE_URL: 'mysql://127.0.0.1/db' },
			['DATABASE_URL'],
		],
	])('%s', async (_, args, env, words) => {
		const { code, error, out } = await run(args, env)
		for (const word of words) expect(error).toContain(word)
		expect(error).not.toMatch(/^\s+at /m)
		expect(error + out).not.toContain('short-and-secret')
		expect(code).toBe(2)
	})
})

it('imports, serves, holds its folder alone, and stops without a word of complaint', { timeout: 120_000 }, async () => {
	const good = JSON.stringify([{ sourceId: 'src-1', ...validSettings }])
	const bad = file('bad.json', JSON.stringify([{ sourceId: 'src-2', ...validSettings, region: 'mars' }]))
	const refused = await operate('import-sources', bad)
	expect([refused.code, JSON.parse(refused.out)]).toMatchObject([
		1,
		{ ok: false, errors: [{ sourceId: 'src-2', field: 'region' }] },
	])
	const imported = await start(['import-sources', '-'], {}, terminal, good).ended
	expect([imported.code, JSON.parse(imported.out)]).toEqual([0, { ok: true, created: 1, changed: 0, unchanged: 0 }])
	const unbound = await operate('release-binding', 'Sam@Sluice.example')
	expect([unbound.code, unbound.out]).toEqual([1, 'No Cognito identity is bound to sam@sluice.example.\n'])

	const held = await operate('hold-replays')
	expect([held.code, JSON.parse(held.out)]).toEqual([0, { held: [] }])

	const { child, ended, url } = await serving({ SLUICE_DRAIN_SECONDS: '0' })
	expect((await fetch(`${url}/readyz`)).status).toBe(200)
	const metrics = await (await fetch(`${url}/metrics`)).text()
	for (const line of [
		'sluice_database_up 1',
		'sluice_queue_waiting{queue="replays"} 0',
		'sluice_aws_circuits_open{service="emr"} 0',
	])
		expect(metrics).toContain(`\n${line}\n`)
	expect(metrics).not.toMatch(/\nsluice_outbox_waiting \d/)
	const source = await fetch(`${url}/v1/sources/src-1`, { headers: fromTerminal('support') })
	expect(await source.json()).toMatchObject({ sourceId: 'src-1', bucket: 'northwind-lake', version: 1 })

	const second = await operate('import-sources', bad)
	expect([second.code, second.error]).toEqual([2, expect.stringContaining(`process ${child.pid}`)])
	expect(second.error).toContain('Stop Sluice first')

	child.kill('SIGTERM')
	const { code, error, out } = await ended
	expect([code, error]).toEqual([0, ''])
	expect(out).toContain('"msg":"stopped"')
	expect(out.match(/track events are not delivered/g)).toHaveLength(1)
	await expect(fetch(`${url}/healthz`)).rejects.toThrow()
})

it('delivers a track event for each request, and shows what is left when it could not', {
	timeout: 120_000,
}, async () => {
	const segment = await startTrialSegment()
	const { url, writeKey } = segment.settings
	const dataDir = mkdtempSync(join(folder, 'segment-'))
	const env = { SLUICE_DATA_DIR: dataDir, SLUICE_SEGMENT_URL: url, SLUICE_SEGMENT_WRITE_KEY: writeKey }
	const service = await serving(env)
	const ask = () => fetch(`${service.url}/v1/sources/src-9`, { headers: fromTerminal('support') })
	expect((await ask()).status).toBe(404)
	await expect.poll(() => segment.received.show().messages, { timeout: 20_000 }).toBe(1)
	expect(segment.received.show().latest).toMatchObject([
		{
			event: 'sources.get',
			userId: 'support@sluice.example',
			properties: { outcome: 'done', role: 'support', target: 'src-9', status: 404, code: 'not-found' },
		},
	])
	segment.turn({ down: true })
	expect((await ask()).status).toBe(404)
	service.child.kill('SIGTERM')
	const { code, error, out } = await service.ended
	expect([code, error]).toEqual([0, ''])
	expect(out).not.toContain(writeKey)
	segment.close()

	const command = (name: string) => start([name], env, terminal).ended
	expect(JSON.parse((await command('outbox-status')).out)).toMatchObject({ waiting: 1, setAside: 0, reasons: [] })
	expect(JSON.parse((await command('outbox-retry')).out)).toEqual({ retried: 0 })
})

it('names the port that is taken', { timeout: 120_000 }, async () => {
	const other = createServer()
	other.listen(0, '127.0.0.1')
	await once(other, 'listening')
	const { port } = other.address() as AddressInfo
	const { code, error } = await run([], { SLUICE_SERVICE_PORT: String(port), SLUICE_DATA_DIR: folder })
	other.close()
	expect([code, error.trim()]).toEqual([2, `Port ${port} is taken. Stop what uses it, or set SLUICE_SERVICE_PORT.`])
})

it('refuses role ARNs that it could not tell apart', { timeout: 120_000 }, async () => {
	const roleArns = { ...SETTINGS.roleArns, viewer: SETTINGS.roleArns.admin }
	const { code, error } = await run([], { SLUICE_ROLE_ARNS: JSON.stringify(roleArns) })
	expect([code, error.trim().split('\n').length]).toEqual([2, 1])
	expect(error).toContain('is listed twice')
})
