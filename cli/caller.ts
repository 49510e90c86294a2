import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { CallInputOf, OutputOf } from '../lib/contract/endpoint.ts'
import { type Operation, type Table, table } from '../lib/contract/table.ts'
import { createClient } from '../lib/gateway/client.ts'
import { createClock } from '../lib/gateway/clock.ts'
import type { Outcome, Refusal } from '../lib/gateway/refusal.ts'
import { mayReadAgain, waitOf } from '../lib/gateway/retry.ts'
import { createSigner } from '../lib/gateway/signer.ts'
import type { CliSettings } from '../lib/settings/cli.ts'
import type { Credentials } from './credentials.ts'

/** Milliseconds that each attempt is given. */
const TIMEOUT = 5_000

/**
 * One signed call. Each attempt is given 5 s. A read is tried again where that may help; anything else only after a signature
 * whose date the gate refused, since then nobody has acted, and under the same Idempotency-Key.
 */
export type Call = <O extends Operation>(
	operation: O,
	input: CallInputOf<Table[O]>,
	idempotencyKey?: string,
) => Promise<Outcome<OutputOf<Table[O]>>>

export type Caller = {
	call: Call
	/** Minutes that this computer's clock is off, once the gate has refused a signature for its date. */
	minutesOff(): number | null
}

export type CallerPorts = {
	settings: CliSettings
	credentials: Credentials
	interrupted: AbortSignal
	/** Hears why a read is about to be tried again. */
	again: (refusal: Refusal) => void
}

export function createCaller({ settings, credentials, interrupted, again }: CallerPorts): Caller {
	const clock = createClock()
	const sign = createSigner({ credentials: credentials.current, region: settings.region, now: clock.now })
	const client = createClient({ baseUrl: settings.apiUrl, send: (request) => fetch(request), sign, clock })
	let minutesOff: number | null = null
	return {
		async call(operation, input, idempotencyKey = randomUUID()) {
			// A chain that asks a person for a second factor takes its time, which is not the gate's.
			await credentials.current()
			for (let failures = 0; ; failures++) {
				const outcome = await client.call(operation, input, { idempotencyKey, signal: interrupted, timeout: TIMEOUT })
				if (outcome.ok || !mayTryAgain(operation, outcome.refusal, failures)) return outcome
				if (isMisdated(outcome.refusal)) {
					minutesOff = Math.round(Math.abs(clock.skew()) / 60_000)
					continue
				}
				again(outcome.refusal)
				await wait(waitOf(outcome.refusal, failures), null, { signal: interrupted }).catch(() => null)
			}
		},
		minutesOff: () => minutesOff,
	}
}

const mayTryAgain = (operation: Operation, refusal: Refusal, failures: number) =>
	(table[operation].method === 'GET' || isMisdated(refusal)) && mayReadAgain(refusal, failures)

/** The refusal told the gate's time, so the next signature is dated right at once. */
const isMisdated = (refusal: Refusal) => refusal.by === 'gate' && refusal.reason === 'clock-skew'
