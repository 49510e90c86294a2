import type { CallInputOf, Endpoint, OutputOf } from '../contract/endpoint.ts'
import { type Operation, type Table, table } from '../contract/table.ts'
import { readAnswer } from './answer.ts'
import { type Clock, serverTimeOf } from './clock.ts'
import { unreachable, withDeadline } from './deadline.ts'
import type { Outcome } from './refusal.ts'
import type { Sign } from './signer.ts'
import { type WireRequest, wireRequest } from './wire-request.ts'

export type CallOptions = {
	idempotencyKey?: string
	signal?: AbortSignal
	/** Milliseconds until the caller stops waiting, instead of what the row allows. */
	timeout?: number
}

export type Client = {
	/**
	 * One signed call. Expected refusals are returned, never thrown, and nothing is ever sent twice: retrying reads is up to
	 * the caller. A POST without `idempotencyKey` gets a fresh one.
	 */
	call<O extends Operation>(
		operation: O,
		input: CallInputOf<Table[O]>,
		options?: CallOptions,
	): Promise<Outcome<OutputOf<Table[O]>>>
}

export type ClientPorts = {
	/** API base with its stage, without a trailing slash. */
	baseUrl: string
	send: (request: Request) => Promise<Response>
	sign: Sign
	/** Learns the server's time from every answer. */
	clock?: Clock
}

/** For the way there and back, so that the service's own time-out is heard as such. */
const TRAVEL = 1_000

/** The contract's table as a typed client: exact bytes, signature, send, parse both ways. */
export function createClient(ports: ClientPorts): Client {
	return {
		async call(operation, input, options = {}) {
			const row = table[operation]
			const built = wireRequest(row, ports.baseUrl, input)
			if (!built.ok) {
				const refusal = { by: 'contract', side: 'input', status: null, errors: built.errors, requestId: null } as const
				return { ok: false, refusal }
			}
			if (row.method === 'POST') {
				built.request.headers['idempotency-key'] = options.idempotencyKey ?? crypto.randomUUID()
			}
			return await withDeadline(options.timeout ?? row.timeout + TRAVEL, options.signal, (signal) =>
				exchange(ports, row, built.request, signal),
			)
		},
	}
}

async function exchange<E extends Endpoint>(ports: ClientPorts, row: E, wire: WireRequest, signal: AbortSignal) {
	const { method } = row
	const headers = await ports.sign({ method, ...wire })
	if (!headers) return unreachable('no-credentials')
	const sentAt = ports.clock?.local() ?? 0
	// Redirects are refused, since the signature belongs to one host and path only.
	const request = new Request(wire.url, { method, headers, body: wire.body, signal, redirect: 'error', ...PRIVATE })
	const answered = await answer(ports, request)
	if (!answered) return unreachable('network')
	const time = serverTimeOf(answered.response.headers)
	if (time !== null) ports.clock?.learn(time, sentAt, answered.at)
	return readAnswer(row, answered.response, answered.text)
}

/** Null when no whole answer arrived: the browser does not tell why (no network, CORS, a redirect, a broken body). */
async function answer({ send, clock }: ClientPorts, request: Request) {
	try {
		const response = await send(request)
		const at = clock?.local() ?? 0
		return { response, at, text: await response.text() }
	} catch {
		return null
	}
}

/**
 * No `cache` mode: anything but the default makes the browser ask the preflight anew before each call, and every answer
 * of gate and service says `no-store` by itself.
 */
const PRIVATE = { credentials: 'omit', referrerPolicy: 'no-referrer' } as const
