import { setTimeout as wait } from 'node:timers/promises'
import type { Endpoint } from '../lib/contract/endpoint.ts'
import { type Operation, table } from '../lib/contract/table.ts'
import type { Outcome } from '../lib/gateway/refusal.ts'
import type { Call } from './caller.ts'
import { at } from './flat.ts'
import type { Fields } from './input.ts'

/** Work that is answered with 202 and ends within minutes, by what people call it, and where one sees how far it is. */
const FOLLOWED = new Map<string, { work: string; resource: Operation }>([
	['checks.run', { work: 'check', resource: 'checks.get' }],
	['clusters.fetch', { work: 'look at the cluster', resource: 'clusters.get' }],
	['replays.plan', { work: 'planning', resource: 'replays.getPlan' }],
])

export const isFollowed = (operation: Operation): boolean => FOLLOWED.has(operation)

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

/** An operation with its input. */
export type Reading = { operation: Operation; fields: Fields }

/** How to read that which `operation` has begun, and what goes on there; null when it is not followed. */
export function begunBy(
	operation: Operation,
	given: Fields,
	started: unknown,
): { reading: Reading; work: string } | null {
	const followed = FOLLOWED.get(operation)
	return followed ? { reading: readingOf(followed.resource, given, started), work: followed.work } : null
}

/** `operation` on what the person gave and, before that, on what the service answered to it. */
export function readingOf(operation: Operation, given: Fields, answered?: unknown): Reading {
	const row: Endpoint = table[operation]
	const names = Object.keys({ ...row.input.params?.shape, ...row.input.query?.shape })
	return { operation, fields: Object.fromEntries(names.map((name) => [name, at(answered, name) ?? given[name]])) }
}

/** The thing itself, once nothing is under way any more, or as it is when patience ends. */
export async function follow(
	{ operation, fields }: Reading,
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

/** A check says so by its status, a cluster by the fetch that it names; a plan is of use once its preflight has ended too. */
export const isUnderWay = (value: unknown): boolean =>
	at(value, 'status') === 'running' ||
	(at(value, 'status') === 'done' && at(value, 'preflight.status') === 'running') ||
	typeof at(value, 'fetching.since') === 'string'

function progressOf(value: unknown): string {
	const [done, total] = [at(value, 'progress.done'), at(value, 'progress.total')]
	return typeof total === 'number' && total > 0 ? `${done} of ${total}` : 'Begun, waiting for the first result'
}
