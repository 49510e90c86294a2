import { QueryClient } from '@tanstack/react-query'
import type { CallInputOf, OutputOf } from '../contract/endpoint.ts'
import type { Operation, Table } from '../contract/table.ts'
import type { CallOptions, Client } from '../gateway/client.ts'
import { RefusedError } from './refused-error.ts'
import { retryDelay, shouldRetry } from './retry.ts'

/** How queries reach the signed client; a promise, so that a page can render before signer and contract are loaded. */
export type Gateway = () => Promise<Client>

const gateways = new WeakMap<QueryClient, Gateway>()

/** One per page load. Data of one person never outlives it: clear it when the signed-in identity changes. */
export function createQueryClient(gateway: Gateway): QueryClient {
	const queryClient = new QueryClient({
		defaultOptions: {
			queries: { retry: shouldRetry, retryDelay, staleTime: 15_000 },
			// A mutation whose answer was lost may have happened: only its person may repeat it.
			mutations: { retry: false },
		},
	})
	gateways.set(queryClient, gateway)
	return queryClient
}

/** One call through the client that belongs to `queryClient`. Throws RefusedError, which react-query hands to the screen as `error`. */
export async function callThrough<O extends Operation>(
	queryClient: QueryClient,
	operation: O,
	input: CallInputOf<Table[O]>,
	options?: CallOptions,
): Promise<OutputOf<Table[O]>> {
	const gateway = gateways.get(queryClient)
	if (!gateway) throw new Error('This QueryClient was not made by createQueryClient.')
	const client = await gateway()
	const outcome = await client.call(operation, input, options)
	if (!outcome.ok) throw new RefusedError(outcome.refusal)
	return outcome.value
}
