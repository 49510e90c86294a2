import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { hostname, userInfo } from 'node:os'
import { text } from 'node:stream/consumers'
import { PROFILES } from '../lib/contract/check-report.ts'
import { personKey } from '../lib/contract/sessions.ts'
import { SettingsError } from '../lib/settings/environment.ts'
import { serviceSettings, storeSettings } from '../lib/settings/service.ts'
import { retryByOperator } from './audit/outbox-command.ts'
import { outboxState } from './audit/outbox-state.ts'
import { createAudit } from './audit/public.ts'
import { causeOf } from './cause.ts'
import { callsPerService, countProbes, criticalPath } from './checks/run.ts'
import { createHealthOnly } from './health-only.ts'
import { createEdge } from './http/edge.ts'
import { createLifecycle } from './http/lifecycle.ts'
import { createLog } from './log.ts'
import { createRegistry } from './metrics/registry.ts'
import { measureWork } from './metrics/work.ts'
import { holdByOperator } from './replays/hold-command.ts'
import { createService } from './service.ts'
import { createAssertionVerifier, releaseByOperator } from './sessions/public.ts'
import { importSources } from './sources/import.ts'
import { createIdempotency } from './store/idempotency.ts'
import { openJobs } from './store/jobs.ts'
import { LockHeld } from './store/lock.ts'
import { MigrationRefused } from './store/migrate.ts'
import { DatabaseUnusable } from './store/postgres.ts'
import { openStore, type Store } from './store/store.ts'
import { QUEUES, startWorkers } from './workers.ts'

const now = () => new Date()

/** A request gives up on a database that does not answer within a second, and answers 503 while the caller still listens. */
const DATABASE_DEADLINE_MS = 1_000

/** What is at work then begins anew on another worker. */
const STOP_SECONDS = 10

/** What the person at the terminal can mend. */
class UsageError extends Error {}

async function serve(): Promise<void> {
	const wanted = serviceSettings(process.env)
	const log = createLog(wanted.logLevel)
	const lifecycle = createLifecycle()
	const metrics = createRegistry()
	const store = await openStore(wanted)
	// A writer's numbers are gap-free only if it is one process: its successor may start while it still drains.
	const writerId = `${hostname()}:${wanted.port}:${randomUUID()}`
	const audit = createAudit(store.db, { writerId, now, deadlineMs: DATABASE_DEADLINE_MS })
	const stops: (() => void | Promise<void>)[] = []
	const jobs = await openJobs(store.jobs, QUEUES, (error) => log.error({ cause: causeOf(error) }, 'job queue failed'))
	try {
		const look = measureWork(metrics, {
			db: store.db,
			queues: QUEUES.flatMap(({ name, givenUp }) => [name, givenUp]),
			hasOutbox: wanted.segment !== null,
			clock: () => performance.now(),
		})
		const ports = {
			settings: wanted,
			db: store.db,
			audit,
			databaseDeadlineMs: DATABASE_DEADLINE_MS,
			idempotency: createIdempotency(store.db, now),
			jobs,
			verifyAssertion: createAssertionVerifier(wanted.saml, now),
			isDraining: lifecycle.isDraining,
			metrics,
			now,
			log,
		}
		const handle = wanted.process === 'worker' ? createHealthOnly(ports) : createService(ports)
		const server = createEdge(handle, { isClosing: lifecycle.isClosing, log })
		lifecycle.watch(server)
		// From the first request on a signal must not cut one off.
		const signal = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')])
		server.listen(wanted.port, wanted.host)
		await once(server, 'listening')
		log.info({ address: server.address(), store: store.kind, process: wanted.process }, 'listening')
		if (wanted.process !== 'http') await startWorkers({ ...ports, look, onStop: (stop) => stops.push(stop) })
		await signal
		log.info('stopping')
		await lifecycle.stop(server, wanted.drainSeconds)
	} finally {
		await Promise.all([...stops.map((stop) => stop()), jobs.stop(STOP_SECONDS)])
		await audit.settled()
		await store.close()
	}
	log.info('stopped')
}

async function withStore<T>(work: (store: Store) => Promise<T>): Promise<T> {
	const store = await openStore(storeSettings(process.env))
	try {
		return await work(store)
	} finally {
		await store.close()
	}
}

async function importFile(file: string | undefined): Promise<void> {
	if (file === undefined) throw new UsageError('Say which file: import-sources FILE, or - for standard input')
	const items = await readJson(file)
	const report = await withStore(({ db }) => importSources(db, now, operator(), items))
	console.log(JSON.stringify(report, null, '\t'))
	process.exitCode = report.ok ? 0 : 1
}

async function release(email: string | undefined): Promise<void> {
	const person = personKey.safeParse(email)
	if (!person.success) throw new UsageError('Say whose binding: release-binding EMAIL')
	const released = await withStore(({ db }) => releaseByOperator(db, now, operator(), person.data))
	console.log(released > 0 ? `Released ${person.data}.` : `No Cognito identity is bound to ${person.data}.`)
	process.exitCode = released > 0 ? 0 : 1
}

async function showOutbox(): Promise<void> {
	console.log(JSON.stringify(await withStore(({ db }) => outboxState(db)), null, '\t'))
}

async function retryOutbox(): Promise<void> {
	const retried = await withStore(({ db }) => retryByOperator(db, now, operator()))
	console.log(JSON.stringify({ retried }))
}

async function hold(): Promise<void> {
	const held = await withStore(({ db }) => holdByOperator(db, now, operator()))
	console.log(JSON.stringify({ held }, null, '\t'))
}

/** `-` is standard input: a container has no way for a file in. */
async function readJson(file: string): Promise<unknown> {
	try {
		return JSON.parse(file === '-' ? await text(process.stdin) : readFileSync(file, 'utf8'))
	} catch (error) {
		throw new UsageError(`${file === '-' ? 'Standard input' : file} is not a file of JSON: ${messageOf(error)}`)
	}
}

/** In a container the user may have a number only. */
function operator(): string {
	try {
		return userInfo().username
	} catch {
		return `uid-${process.getuid?.() ?? 'unknown'}`
	}
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** One line for what a person can mend; the whole stack only for what is a bug. */
function explain(error: unknown): string {
	if (!(error instanceof Error)) return String(error)
	const known = [SettingsError, LockHeld, MigrationRefused, DatabaseUnusable, UsageError]
	if (known.some((kind) => error instanceof kind)) return error.message
	const { code, port } = error as NodeJS.ErrnoException & { port?: number }
	if (code === 'EADDRINUSE') return `Port ${port} is taken. Stop what uses it, or set SLUICE_SERVICE_PORT.`
	if (code !== undefined) return `The service cannot start (${code}). ${error.message}`.trim()
	return error.stack ?? error.message
}

/** What a check would call in a customer's account: its longest chain, and how much each service is asked. */
async function printProbePlan(): Promise<void> {
	const plan = PROFILES.map((profile) => {
		const { calls } = criticalPath(profile)
		return [profile, { probes: countProbes(profile), criticalPath: calls, callsPerService: callsPerService(profile) }]
	})
	console.log(JSON.stringify(Object.fromEntries(plan), null, '\t'))
}

const USAGE =
	'serve, import-sources FILE, release-binding EMAIL, outbox-status, outbox-retry, hold-replays or probe-plan'

const commands: Partial<Record<string, (argument: string | undefined) => Promise<void>>> = {
	serve,
	'import-sources': importFile,
	'release-binding': release,
	'probe-plan': printProbePlan,
	'outbox-status': showOutbox,
	'outbox-retry': retryOutbox,
	'hold-replays': hold,
}

const [name = 'serve', argument] = process.argv.slice(2)
try {
	const command = commands[name]
	if (!command) throw new UsageError(`There is no command ${name}: ${USAGE}.`)
	await command(argument)
} catch (error) {
	console.error(explain(error))
	process.exitCode = 2
}
