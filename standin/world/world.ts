import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { z } from 'zod'
import type { CustomerControls } from '../customer/controls.ts'
import type { Account } from './account.ts'
import type { MovableClock } from './clock.ts'
import { issueCredentials } from './credentials.ts'
import type { Keyring } from './keyring.ts'
import { type Knobs, parseFields } from './knobs.ts'
import type { Personas } from './personas.ts'
import { createCarefulServer, readWorldCall, refuseForeignHost, sendJson } from './wire.ts'

export type WorldOptions = {
	account: Account
	clock: MovableClock
	keyring: Keyring
	personas: Personas
	/** By the name they have under `/_world/`. */
	knobs: Record<string, Knobs>
	customers: CustomerControls
	/** What `GET /_world/<name>` shows beside that. */
	shown: Record<string, () => unknown>
	/** Answers whatever does not lie under `/_world`. */
	aws: (request: IncomingMessage, response: ServerResponse) => Promise<void>
}

const TEN_YEARS = 10 * 365 * 24 * 3600
const seconds = z
	.number({ error: 'must be a number of seconds' })
	.min(-TEN_YEARS, 'must be within ten years')
	.max(TEN_YEARS, 'must be within ten years')
const clockSchema = z.object({ offsetSeconds: seconds.optional(), advanceSeconds: seconds.optional() })

/**
 * The controls of the world while it runs: `POST /_world/...` changes, `GET /_world` shows. A refused call is a 400
 * with `{"error": "field: what is wrong and what to send"}`. On the same port AWS answers. Not listening yet.
 */
export function createWorld({ account, clock, keyring, personas, knobs, customers, shown, aws }: WorldOptions): Server {
	const state = () => ({
		clock: { offsetSeconds: clock.offsetSeconds(), now: new Date(clock.now()).toISOString() },
		personas: personas.list(),
		...Object.fromEntries(Object.entries(knobs).map(([name, each]) => [name, each.show()])),
	})

	function reset(json: unknown): string | null {
		const parsed = parseFields(z.object({}), json)
		if ('error' in parsed) return parsed.error
		clock.setOffset(0)
		personas.reset()
		for (const each of Object.values(knobs)) each.reset()
		customers.reset()
		return null
	}

	function moveClock(json: unknown): string | null {
		const parsed = parseFields(clockSchema, json)
		if ('error' in parsed) return parsed.error
		const { offsetSeconds, advanceSeconds } = parsed.value
		if ((offsetSeconds === undefined) === (advanceSeconds === undefined)) {
			return 'offsetSeconds, advanceSeconds: send one of the two'
		}
		if (offsetSeconds !== undefined) clock.setOffset(offsetSeconds)
		else clock.advance(advanceSeconds ?? 0)
		return null
	}

	/** Undefined for a path that is not one of the world's. */
	function change(path: string, json: unknown): string | null | undefined {
		if (path === 'reset') return reset(json)
		if (path === 'clock') return moveClock(json)
		const person = /^personas\/([\w-]+)$/.exec(path)?.[1]
		if (person) return personas.change(person, json)
		return Object.hasOwn(knobs, path) ? knobs[path]?.set(json) : customers.change(path, json)
	}

	/** Undefined as above. */
	function read(path: string, query: URLSearchParams): unknown {
		if (path === '') return state()
		return Object.hasOwn(shown, path) ? shown[path]?.() : customers.read(path, query)
	}

	async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		// No bucket can have this name, so the two never meet.
		if (!/^\/_world(?:[/?]|$)/.test(request.url ?? '')) return aws(request, response)
		const { pathname: path, searchParams } = new URL(request.url ?? '/', 'http://localhost')
		const name = path.replace(/^\/_world\/?/, '')
		const found = request.method === 'GET' ? read(name, searchParams) : undefined
		if (found !== undefined) {
			const foreign = refuseForeignHost(request)
			return foreign ? sendJson(response, foreign.status, { error: foreign.error }) : sendJson(response, 200, found)
		}
		if (request.method === 'GET' && name.startsWith('customers/')) {
			return sendJson(response, 404, { error: `${path}: no such customer; GET /_world/customers lists them` })
		}
		const call = await readWorldCall(request)
		if ('error' in call) return sendJson(response, call.status, { error: call.error })
		if (name === 'credentials') {
			const issued = issueCredentials(account, keyring, call.json)
			return sendJson(response, 'error' in issued ? 400 : 200, issued)
		}
		const error = change(name, call.json)
		if (error === null) return sendJson(response, 200, state())
		const paths = [
			'reset',
			'clock',
			'credentials',
			'personas/{id}',
			'customers/{id}',
			'clusters/{id}',
			...Object.keys(knobs),
		]
		if (error === undefined)
			return sendJson(response, 404, { error: `${path}: choose of /_world/${paths.join(', /_world/')}` })
		sendJson(response, 400, { error })
	}

	const server = createCarefulServer(answer, (response) => sendJson(response, 500, { error: 'the world has failed' }))
	// AWS keeps idle connections about this long; a shorter time would break calls that are not sent twice.
	server.keepAliveTimeout = 75_000
	return server
}
