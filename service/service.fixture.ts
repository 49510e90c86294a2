import { randomUUID } from 'node:crypto'
import pino from 'pino'
import type { Role } from '../lib/contract/role.ts'
import { ROLES } from '../lib/contract/role.ts'
import type { Assertion } from '../lib/saml/verify.ts'
import type { ReplayJob } from '../lib/settings/replay-job.ts'
import { type Audit, createAudit } from './audit/public.ts'
import { createRegistry } from './metrics/registry.ts'
import { createService, type ServicePorts } from './service.ts'
import { createIdempotency } from './store/idempotency.ts'
import type { Jobs } from './store/jobs.ts'
import type { Store } from './store/store.ts'
import { openTestStore } from './store/test-store.ts'

export const SECRET = 'the-secret-that-only-the-gate-and-the-service-know'
export const SECOND_SECRET = 'the-next-secret-while-the-first-is-being-rotated'
export const ACCOUNT = '111122223333'
export const ORIGIN = 'https://console.example.com'
const ARN = `arn:aws:iam::${ACCOUNT}:role/`

export const REPLAY_JOB: ReplayJob = {
	jar: 'command-runner.jar',
	mainClass: null,
	args: [
		...['spark-submit', 's3://sluice-jobs/replay.py', '--token', '${token}', '--source', '${sourceId}'],
		...['--from', '${from}', '--to', '${to}', '--events', '${events}', '--archive', '${archive}'],
		...['--bucket', '${bucket}', '--database', '${database}'],
	],
	honoursClaim: true,
}

export const SETTINGS: ServicePorts['settings'] = {
	gateSecrets: [SECRET, SECOND_SECRET],
	consoleOrigin: ORIGIN,
	roleArns: Object.fromEntries(
		ROLES.map((role) => [role, [`${ARN}sluice-console-${role}`, `${ARN}sluice-cli-${role}`]]),
	) as Record<Role, string[]>,
	replays: {
		archiveRoleArn: `${ARN}sluice-archive-reader`,
		job: REPLAY_JOB,
		limits: { days: 7, bytes: 100 * 2 ** 30 },
	},
}

export type Headers = Record<string, string>

/** What the gate sets for a session of `roleName`; `identityId` null for a terminal. */
export function gateHeaders(roleName: string, session: string, identityId: string | null): Headers {
	return {
		'X-Sluice-Gate-Secret': SECRET,
		...(identityId && { 'X-Sluice-Cognito-Identity-Id': identityId }),
		'X-Sluice-User-Arn': `arn:aws:sts::${ACCOUNT}:assumed-role/${roleName}/${session}`,
		'X-Sluice-Account-Id': ACCOUNT,
		'X-Sluice-Request-Id': randomUUID(),
		'X-Sluice-Extended-Request-Id': `${randomUUID().slice(0, 12)}=`,
		'X-Sluice-Source-Ip': '203.0.113.7',
	}
}

export const fromConsole = (role: Role, identityId: string): Headers =>
	gateHeaders(`sluice-console-${role}`, 'CognitoIdentityCredentials', identityId)
export const fromTerminal = (role: Role, email = `${role}@sluice.example`): Headers =>
	gateHeaders(`sluice-cli-${role}`, email, null)
export const newIdentity = () => `us-west-2:${randomUUID()}`

/** What a sign-in proves, as the text that this trial's verifier reads back. A real response is lib/saml's to judge. */
export function samlResponse(email: string, groups: string[], overrides: Partial<Assertion> = {}): string {
	const assertion: Assertion = {
		assertionId: `_${randomUUID()}`,
		nameId: email,
		email: email.toLowerCase(),
		displayName: 'Somebody',
		groups,
		inResponseTo: '_request',
		issuedAt: Date.now(),
		notOnOrAfter: Date.now() + 300_000,
		sessionNotOnOrAfter: null,
		...overrides,
	}
	return Buffer.from(JSON.stringify(assertion)).toString('base64')
}

export const GROUPS: Record<Role, string> = {
	admin: 'sluice-admins',
	engineer: 'sluice-engineers',
	auditor: 'sluice-auditors',
	support: 'sluice-support',
	viewer: 'sluice-viewers',
}

const verifyAssertion: ServicePorts['verifyAssertion'] = async (text) => {
	const decoded = Buffer.from(text, 'base64').toString('utf8')
	if (!decoded.startsWith('{"assertionId":'))
		return { ok: false, code: 'signature', reason: 'The signature does not match.' }
	return { ok: true, assertion: JSON.parse(decoded) as Assertion }
}

/** So that a busy machine is not mistaken for a lost database; tests of the deadline itself bring their own. */
const PATIENT_MS = 30_000

export type Trial = Awaited<ReturnType<typeof openTrial>>

/** The whole service over a database of its own, with every log line kept. `shared` lends a store that stays open. */
export async function openTrial(overrides: Partial<ServicePorts> = {}, shared?: Store) {
	const store = shared ?? (await openTestStore())
	const lines: string[] = []
	const sent: { queue: string; group: string; data: object }[] = []
	const jobs: Pick<Jobs, 'send'> = {
		send: async (_transaction, queue, group, data) => void sent.push({ queue, group, data }),
	}
	const now = overrides.now ?? (() => new Date())
	const ports: ServicePorts = {
		settings: SETTINGS,
		db: store.db,
		audit: createAudit(store.db, { writerId: `trial-${randomUUID()}`, now, deadlineMs: PATIENT_MS }),
		databaseDeadlineMs: PATIENT_MS,
		idempotency: createIdempotency(store.db, now),
		jobs,
		verifyAssertion,
		isDraining: () => false,
		metrics: createRegistry(),
		now,
		log: pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) }),
		...overrides,
	}
	const service = createService(ports)
	return {
		ports,
		service,
		store,
		lines,
		/** What was handed to workers; none works here. */
		sent,
		/** One call; an object as `body` is sent as JSON, and every POST brings a fresh key unless it names one. */
		call(method: string, path: string, headers: Headers, body?: unknown): Promise<Response> {
			return service(requestOf(method, path, headers, body))
		},
		/** Signs a person in through the front door and answers the headers of their next calls. */
		async signIn(role: Role, email = `${role}@sluice.example`, identityId = newIdentity()): Promise<Headers> {
			const headers = fromConsole(role, identityId)
			const body = { samlResponse: samlResponse(email, [GROUPS[role]]) }
			const response = await service(requestOf('POST', '/v1/session', headers, body))
			if (response.status !== 200) throw new Error(`sign-in answered ${response.status}: ${await response.text()}`)
			return headers
		},
		async audited() {
			await ports.audit.settled()
			return await store.db.selectFrom('audit_rows').selectAll().orderBy('writer_sequence').execute()
		},
		async close() {
			await ports.audit.settled()
			if (!shared) await store.close()
		},
	}
}

export function requestOf(method: string, path: string, headers: Headers, body?: unknown): Request {
	return new Request(`http://service${path}`, {
		method,
		headers: {
			...(body !== undefined && { 'Content-Type': 'application/json' }),
			...(method === 'POST' && { 'Idempotency-Key': randomUUID() }),
			...headers,
		},
		...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
	})
}

/** An audit that has lost its database. */
export const deadAudit: Audit = {
	intent: () => Promise.reject(new Error('connection refused')),
	outcome: () => Promise.reject(new Error('connection refused')),
	refused: () => Promise.reject(new Error('connection refused')),
	settled: async () => {},
}

export const validSettings = {
	workspaceId: 'ws-1',
	customer: 'Northwind',
	region: 'us-west-2',
	roleArn: 'arn:aws:iam::222233334444:role/SegmentDataLakeRole',
	externalIds: ['ws-1'],
	catalogId: '222233334444',
	bucket: 'northwind-lake',
	database: 'segment_lake',
	clusterId: 'j-2AXXXXXXGAPLF',
	archive: { bucket: 'sluice-archive', prefix: 'northwind/', layout: 'received-day' },
}

/** The same as a check's form would send them. */
export const unsaved = {
	region: validSettings.region,
	roleArn: validSettings.roleArn,
	externalId: 'ws-1',
	catalogId: validSettings.catalogId,
	bucket: validSettings.bucket,
	database: validSettings.database,
	clusterId: validSettings.clusterId,
}
