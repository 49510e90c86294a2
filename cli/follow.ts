import { setTimeout as wait } from 'node:timers/promises'
import type { Endpoint } from '../lib/contract/endpoint.ts'
import { type Operation, operations, table } from '../lib/contract/table.ts'
import type { Outcome } from '../lib/gateway/refusal.ts'
import type { Call } from './caller.ts'
import { at } from './flat.ts'
import type { Fields } from './input.ts'

/** Work that is answered with 202 and ends within minutes, by what people call it. */
const FOLLOWED = new Map<string, string>([
	['checks.run', 'check'],
	['clusters.fetch', 'look at the cluster'],
])

export const isFollowed = (operation: Operation): boolean => FOLLOWED.has(operation)
export const workOf = (operation: Operation): string => FOLLOWED.get(operation) ?? 'work'

/** Milliseconds between two looks. The first results come within a second, so the first looks are close. */
const PACE = { first: 400, later: 1_000 }
const FIRST_LOOKS = 10
/** Longer than any of these takes, its restarts included. Milliseconds. */
const PATIENCE = 900_000

type Ports = {
	call: Call
	interrupted: AbortSignal
	/** Hears how far it is. */
	progress: (text: string) => void
}

/** How to read a thing: an operation with its input. */
export type Resource = { operation: Operation; fields: Fields }

/** Where that stands which `operation` has begun, by what it was given and what it answered. */
export function resourceOf(operation: Operation, given: Fields, started: unknown): Resource {
	const resource = operations.find((name) => name === `${operation.split('.')[0]}.get`)
	if (!resource) throw new Error(`${operation} is followed, but its noun has no get`)
	const row: Endpoint = table[resource]
	const names = Object.keys({ ...row.input.params?.shape, ...row.input.query?.shape })
	return {
		operation: resource,
		fields: Object.fromEntries(names.map((name) => [name, at(started, name) ?? given[name]])),
	}
}

/** The thing itself, once nothing is under way any more, or as it is when patience ends. */
export async function follow(
	{ operation, fields }: Resource,
	{ call, interrupted, progress }: Ports,
): Promise<Outcome<unknown>> {
	const until = performance.now() + PATIENCE
	let said = ''
	for (let looks = 0; ; looks++) {
		const outcome: Outcome<unknown> = await call(operation, fields)
		if (!outcome.ok || !isUnderWay(outcome.value) || performance.now() > until) return outcome
		const text = progressOf(outcome.value)
		if (text !== said) progress(text)
		said = text
		await wait(looks < FIRST_LOOKS ? PACE.first : PACE.later, null, { signal: interrupted }).catch(() => null)
	}
}

/** A check says so by its status, a cluster by the fetch that it names. */
export const isUnderWay = (value: unknown): boolean =>
	at(value, 'status') === 'running' || typeof at(value, 'fetching.since') === 'string'

function progressOf(value: unknown): string {
	const [done, total] = [at(value, 'progress.done'), at(value, 'progress.total')]
	return typeof total === 'number' && total > 0 ? `${done} of ${total}` : 'Begun, waiting for the first result'
}
