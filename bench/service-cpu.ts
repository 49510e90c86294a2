import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Stack } from '../e2e/stack.ts'
import { cpuSeconds, load } from './load.ts'
import { median, type Row } from './row.ts'

const REQUESTS = 8_000
const ROUNDS = 5
const ROLE = 'sluice-console-support'

/**
 * CPU of the service for one `GET /v1/me` through identity, binding look-up, parse and durable audit rows on PostgreSQL,
 * against bare node:http that answers the same bytes. Rounds alternate, so both see the same noise; medians are compared.
 */
export async function serviceCpu(
	stack: Stack,
	databaseUrl: string,
	ports: { service: number; bare: number },
): Promise<Row> {
	const secret = randomBytes(32).toString('base64url')
	const headers = gateHeaders(secret)
	const service = run('service/main.ts', serviceEnvironment(stack, databaseUrl, secret, ports.service))
	const url = `http://127.0.0.1:${ports.service}/v1/me`
	await answers(`http://127.0.0.1:${ports.service}/readyz`)
	await bind(stack, ports.service, headers)
	const body = await (await fetch(url, { headers })).text()
	const bare = run('bench/bare-server.ts', { BENCH_BODY: body, BENCH_PORT: String(ports.bare) })
	const bareUrl = `http://127.0.0.1:${ports.bare}/v1/me`
	await answers(bareUrl)
	const costs = { service: [] as number[], bare: [] as number[] }
	for (let round = 0; round <= ROUNDS; round++) {
		const [ours, floor] = [await costOf(service, url, headers), await costOf(bare, bareUrl, headers)]
		if (round === 0) continue
		costs.service.push(ours)
		costs.bare.push(floor)
	}
	await Promise.all([end(service), end(bare)])
	const [ours, reference] = [median(costs.service), median(costs.bare)]
	const micro = (seconds: number) => `${(seconds * 1e6).toFixed(0)} µs`
	const measure = 'service CPU per request, identity + audit on PostgreSQL'
	return {
		measure,
		ours: micro(ours),
		reference: `${micro(reference)} bare node:http`,
		ratio: ours / reference,
		goal: { atMost: 6 },
	}
}

async function costOf(child: ChildProcess, url: string, headers: Record<string, string>): Promise<number> {
	const before = cpuSeconds(child.pid ?? 0)
	await load(url, headers, REQUESTS)
	return (cpuSeconds(child.pid ?? 0) - before) / REQUESTS
}

/** What the gate adds to a request of a person who came through Cognito. */
const gateHeaders = (secret: string) => ({
	'X-Sluice-Gate-Secret': secret,
	'X-Sluice-Cognito-Identity-Id': `us-west-2:${randomUUID()}`,
	'X-Sluice-User-Arn': `arn:aws:sts::111122223333:assumed-role/${ROLE}/CognitoIdentityCredentials`,
	'X-Sluice-Account-Id': '111122223333',
	'X-Sluice-Request-Id': randomUUID(),
	'X-Sluice-Extended-Request-Id': 'YmVuY2htYXJr=',
	'X-Sluice-Source-Ip': '127.0.0.1',
})

async function bind(stack: Stack, port: number, headers: Record<string, string>): Promise<void> {
	const samlResponse = await stack.assertion({ persona: 'support' })
	const answer = await fetch(`http://127.0.0.1:${port}/v1/session`, {
		method: 'POST',
		headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': randomUUID() },
		body: JSON.stringify({ samlResponse }),
	})
	if (!answer.ok) throw new Error(`The bench's person could not be bound: ${answer.status} ${await answer.text()}`)
}

function serviceEnvironment(stack: Stack, databaseUrl: string, secret: string, port: number) {
	const roles = ['admin', 'engineer', 'auditor', 'support', 'viewer']
	return {
		DATABASE_URL: databaseUrl,
		SLUICE_SERVICE_PORT: String(port),
		SLUICE_DATA_DIR: mkdtempSync(join(tmpdir(), 'sluice-bench-')),
		SLUICE_GATE_SECRETS: secret,
		SLUICE_CONSOLE_ORIGIN: stack.urls.console,
		SLUICE_ROLE_ARNS: JSON.stringify(
			Object.fromEntries(roles.map((role) => [role, [`arn:aws:iam::111122223333:role/sluice-console-${role}`]])),
		),
		AWS_REGION: 'us-west-2',
		SLUICE_CUSTOMER_PRINCIPALS: 'arn:aws:iam::111122223333:role/sluice-access',
		SLUICE_ARCHIVE_ROLE_ARN: 'arn:aws:iam::111122223333:role/sluice-archive-reader',
		SLUICE_REPLAY_JOB: readFileSync('standin/world/replay-job.json', 'utf8'),
		SLUICE_IDP_ISSUER: `${stack.urls.okta}/metadata`,
		SLUICE_IDP_CERTIFICATES: readFileSync(join(stack.dataDir, 'okta/idp.cert.pem'), 'utf8'),
		SLUICE_ACS_URL: `${stack.urls.console}/sign-in/acs`,
	}
}

const run = (script: string, env: Record<string, string>): ChildProcess =>
	spawn(process.execPath, [script], { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'inherit'] })

async function end(child: ChildProcess): Promise<void> {
	const gone = new Promise((done) => child.once('exit', done))
	child.kill('SIGTERM')
	await gone
}

async function answers(url: string): Promise<void> {
	while (!(await fetch(url).catch(() => null))?.ok) await new Promise((next) => setTimeout(next, 50))
}
