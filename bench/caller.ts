import type { Stack } from '../e2e/stack.ts'
import type { CallInputOf, OutputOf } from '../lib/contract/endpoint.ts'
import type { Operation, Table } from '../lib/contract/table.ts'
import { createClient } from '../lib/gateway/client.ts'
import { createClock } from '../lib/gateway/clock.ts'
import { createSigner, type SigningCredentials } from '../lib/gateway/signer.ts'

export type Call = <O extends Operation>(operation: O, input: CallInputOf<Table[O]>) => Promise<OutputOf<Table[O]>>

/** Calls through the gate as a person at a terminal; throws when one is refused. */
export async function callerOf(stack: Stack, role: string): Promise<Call> {
	const order = { role: `sluice-cli-${role}`, sessionName: `${role}@sluice.example`, seconds: 3_600 }
	const credentials = await stack.world<SigningCredentials>('credentials', order)
	const clock = createClock()
	const sign = createSigner({ credentials: async () => credentials, region: 'us-west-2', now: clock.now })
	const client = createClient({ baseUrl: `${stack.urls.gate}/prod`, clock, sign, send: (request) => fetch(request) })
	return async (operation, input) => {
		const outcome = await client.call(operation, input)
		if (!outcome.ok) throw new Error(`${operation} was refused: ${JSON.stringify(outcome.refusal)}`)
		return outcome.value
	}
}
