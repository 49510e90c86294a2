import type { Endpoint, InputOf } from '../../lib/contract/endpoint.ts'
import type { Caller, Handler, Handlers, Outcome } from '../handler.ts'

/** One row of the contract with its handler and the handler's ports already given. `input` must be parsed by the row. */
export type Operation = {
	row: Endpoint
	run: (input: Record<string, unknown>, caller: Caller) => Promise<Outcome<unknown>>
}

/** Ties every verb of a noun to its row, under the operation names `noun.verb` that audit and matrix use. */
export function operationsOf<Rows extends Record<string, Endpoint>, Ports>(
	noun: string,
	rows: Rows,
	handlers: Handlers<Rows, Ports>,
	ports: Ports,
): Record<string, Operation> {
	const verbs = Object.keys(rows) as (keyof Rows & string)[]
	return Object.fromEntries(verbs.map((verb) => [`${noun}.${verb}`, operationOf(rows[verb], handlers[verb], ports)]))
}

function operationOf<E extends Endpoint, Ports>(row: E, handler: Handler<E, Ports>, ports: Ports): Operation {
	// The input has just been parsed by this very row, which is what InputOf says of it.
	return { row, run: (input, caller) => handler(input as InputOf<E>, caller, ports) }
}
