import { setTimeout } from 'node:timers/promises'
import type { KyselyPlugin } from 'kysely'
import type { AwsAnswer, CustomerAccess } from '../aws/ports.ts'
import type { WorkerPorts } from './worker.ts'

/** The worker is gone: nothing it had under way goes on. */
export class Crash extends Error {
	override name = 'Crash'
}

/**
 * What befalls one await of the worker. `crash` and `error` (of the database) strike before it takes effect or after. Of calls to
 * AWS: an answer that is lost with or without the effect, one that takes effect late, a 500, and a throttle.
 */
export const TROUBLES = {
	db: ['crash-before', 'crash-after', 'error-before', 'error-after'],
	aws: ['crash-before', 'crash-after', 'timeout', 'timeout-done', 'server', 'server-done', 'throttle', 'late'],
} as const
/** `midway`: it crashes while its request is on its way, for processes that end in truth. */
export type Trouble = (typeof TROUBLES)[keyof typeof TROUBLES][number] | 'midway'
/** `lateMs`: how late what is `late` arrives. */
export type Point = { at: number; trouble: Trouble; lateMs?: number }

/** Within the time of a signature, at its very end, and after it. */
export const LATENESS = [1_000, 60_000, 10 * 60_000, 14 * 60_000 + 55_000, 20 * 60_000]

/** All that can befall one await. */
export const troublesAt = (at: number, kind: keyof typeof TROUBLES): Point[] =>
	TROUBLES[kind].flatMap((trouble): Point[] =>
		trouble === 'late' ? LATENESS.map((lateMs) => ({ at, trouble, lateMs })) : [{ at, trouble }],
	)

/** A call to the stand-in takes about so long. */
const MIDWAY_MS = 12

const failure = (cause: 'timeout' | 'server' | 'throttled', httpStatus: number | null): AwsAnswer<never> => ({
	...{ kind: 'failed', cause, code: null, message: 'made up' },
	...{ httpStatus, requestId: null, bucketRegion: null, date: null, durationMs: 1 },
})

/**
 * The ports of a worker, with every await counted and the troubles of `points` in it. `late` has what was sent take effect
 * later. Once it has crashed, nothing of it goes on: `end` may end the whole process.
 */
export function withFaults(
	ports: WorkerPorts,
	points: readonly Point[],
	late: (effect: () => void, lateMs: number) => void,
	end: () => void = () => {},
) {
	const kinds: (keyof typeof TROUBLES)[] = []
	let crashed = false
	const crash = () => {
		crashed = true
		end()
		throw new Crash()
	}
	let struck: Point | undefined
	const befalling = (kind: keyof typeof TROUBLES): Trouble | undefined => {
		if (crashed) throw new Crash()
		kinds.push(kind)
		struck = points.find(({ at }) => at === kinds.length - 1)
		return struck?.trouble
	}
	const fail = () => {
		throw new Error('connection terminated')
	}

	const pending = new WeakMap<object, Trouble | undefined>()
	const plugin: KyselyPlugin = {
		transformQuery({ node, queryId }) {
			const trouble = befalling('db')
			if (trouble === 'crash-before') crash()
			if (trouble === 'error-before') fail()
			pending.set(queryId, trouble)
			return node
		},
		async transformResult({ result, queryId }) {
			const trouble = pending.get(queryId)
			if (trouble === 'crash-after') crash()
			if (trouble === 'error-after') fail()
			if (crashed) throw new Crash()
			return result
		},
	}

	async function calling<T>(send: () => Promise<AwsAnswer<T>>): Promise<AwsAnswer<T>> {
		switch (befalling('aws')) {
			case 'crash-before':
				return crash()
			case 'crash-after':
				await send()
				return crash()
			case 'midway':
				void send()
				await setTimeout(Math.random() * MIDWAY_MS)
				return crash()
			case 'timeout':
				return failure('timeout', null)
			case 'timeout-done':
				await send()
				return failure('timeout', null)
			case 'server':
				return failure('server', 500)
			case 'server-done':
				await send()
				return failure('server', 500)
			case 'throttle':
				return failure('throttled', 400)
			case 'late':
				late(() => void send(), struck?.lateMs ?? 0)
				return failure('timeout', null)
			default: {
				const answer = await send()
				if (crashed) throw new Crash()
				return answer
			}
		}
	}

	/** A row of the audit is one statement of its own. */
	async function writing<T>(write: () => Promise<T>): Promise<T> {
		const trouble = befalling('db')
		if (trouble === 'crash-before') crash()
		if (trouble === 'error-before') fail()
		const written = await write()
		if (trouble === 'crash-after') crash()
		if (trouble === 'error-after') fail()
		if (crashed) throw new Crash()
		return written
	}

	const { access, audit } = ports
	const faulty: CustomerAccess = {
		principals: access.principals,
		assume: (request) => calling(() => access.assume(request)),
		call: (...asked) => calling(() => access.call(...asked)),
	}
	return {
		ports: {
			...ports,
			db: ports.db.withPlugin(plugin),
			access: faulty,
			audit: {
				...audit,
				intent: (entry) => writing(() => audit.intent(entry)),
				outcome: (id, result) => writing(() => audit.outcome(id, result)),
			},
		} satisfies WorkerPorts,
		/** What each await so far was. */
		kinds,
	}
}
