import type { Kysely } from 'kysely'
import type { Logger } from 'pino'
import { checks } from '../lib/contract/checks.ts'
import { clusters } from '../lib/contract/clusters.ts'
import { openApiDocument, openapi } from '../lib/contract/openapi.ts'
import { replays } from '../lib/contract/replays.ts'
import { sessions } from '../lib/contract/sessions.ts'
import { sources } from '../lib/contract/sources.ts'
import { table } from '../lib/contract/table.ts'
import type { ServiceSettings } from '../lib/settings/service.ts'
import type { Audit } from './audit/public.ts'
import { checksHandlers } from './checks/handler.ts'
import { clustersHandlers } from './clusters/handler.ts'
import type { Handlers } from './handler.ts'
import { operationsOf } from './http/operation.ts'
import { createRequestHandler, type RequestHandler } from './http/request-handler.ts'
import type { Registry } from './metrics/registry.ts'
import { replaysHandlers } from './replays/handler.ts'
import { sessionsHandlers } from './sessions/handler.ts'
import type { SessionsPorts } from './sessions/ports.ts'
import { createBindingLookup } from './sessions/public.ts'
import { sourcesHandlers } from './sources/handler.ts'
import type { Idempotency } from './store/idempotency.ts'
import type { Jobs } from './store/jobs.ts'
import type { Database } from './store/schema.ts'

export type ServicePorts = {
	settings: Pick<ServiceSettings, 'gateSecrets' | 'roleArns' | 'consoleOrigin' | 'replays'>
	db: Kysely<Database>
	audit: Audit
	/** How long a look-up may take before it counts as an outage. Milliseconds. */
	databaseDeadlineMs: number
	idempotency: Idempotency
	jobs: Pick<Jobs, 'send'>
	verifyAssertion: SessionsPorts['verifyAssertion']
	isDraining: () => boolean
	metrics: Registry
	now: () => Date
	log: Logger
}

const document = openApiDocument(table)
const openapiHandlers: Handlers<{ get: typeof openapi.get }, null> = {
	get: async () => ({ ok: true, value: document }),
}

/** The service of the contract's table: each noun's handlers with the ports they need. Throws SettingsError. */
export function createService(ports: ServicePorts): RequestHandler {
	const { db, jobs, now, verifyAssertion } = ports
	const { limits, job } = ports.settings.replays
	return createRequestHandler({
		...ports,
		bindingOf: createBindingLookup(db),
		operations: {
			...operationsOf('sessions', sessions, sessionsHandlers, { db, now, verifyAssertion }),
			...operationsOf('sources', sources, sourcesHandlers, { db, now }),
			...operationsOf('checks', checks, checksHandlers, { db, jobs, now }),
			...operationsOf('clusters', clusters, clustersHandlers, { db, jobs, now }),
			...operationsOf('replays', replays, replaysHandlers, {
				db,
				jobs,
				now,
				limits,
				honoursClaim: job.honoursClaim,
			}),
			...operationsOf('openapi', openapi, openapiHandlers, null),
		},
	})
}
