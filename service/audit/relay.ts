import { setTimeout as sleep } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import type { Logger } from 'pino'
import { causeOf } from '../cause.ts'
import { createBatch } from '../store/batch.ts'
import type { Database } from '../store/schema.ts'
import { type Backoff, backoff, fateOf } from './fate.ts'
import { acknowledge, type Claimed, claim, gather, postpone } from './outbox.ts'
import { outboxState } from './outbox-state.ts'
import type { Send, Sent } from './segment.ts'
import { LONGEST_EVENT, trackEvent } from './track-event.ts'

export type RelayPorts = { db: Kysely<Database>; send: Send; log: Logger }

/** Milliseconds. */
export type Pace = Backoff & {
	/** Between two looks into an empty outbox. */
	idle: number
	/** How long a request belongs to one process; must outlast two calls. */
	lease: number
	/** How long an intent waits for its outcome; longer than the longest piece of work. */
	unknownAfter: number
	/** Between two lines that tell of the lag. */
	lag: number
}

const PACE: Pace = {
	idle: 1_000,
	lease: 30_000,
	unknownAfter: 30 * 60_000,
	firstPause: 500,
	longestPause: 60_000,
	lag: 60_000,
}

const CALLS_AT_ONCE = 16
const CLAIMED_AT_ONCE = 64
/** So many rounds in vain are an outage, and worth a line in the log. */
const OUTAGE = 3
/** A lag that somebody should look at. Seconds. */
const LATE = 300

type Tried = { claimed: Claimed; sent: Sent }

/**
 * Delivers a track event for each request, at least once, beside the requests and never in their way. Any number of
 * processes may share the work. Holds no more than one batch in memory, however much waits. `stop` lets the calls under way
 * end, which takes no longer than one call may.
 */
export function startRelay({ db, send, log }: RelayPorts, pace = PACE): { stop(): Promise<void> } {
	const stopping = new AbortController()
	const acknowledged = createBatch(async (auditIds: string[]) => {
		await acknowledge(db, auditIds)
		return auditIds
	})
	let toldLagAt = performance.now()
	let resumeAt = 0
	/** Rounds in a row that got nothing through. */
	let inVain = 0

	async function deliver(claimed: Claimed): Promise<Sent> {
		const body = trackEvent(claimed)
		const bytes = Buffer.byteLength(body)
		if (bytes > LONGEST_EVENT) return { outcome: 'hopeless', reason: `too large: ${bytes} bytes`, waitMs: 0 }
		const sent = await send(body)
		if (sent.outcome === 'delivered') await acknowledged(claimed.auditId)
		return sent
	}

	/** Sends what it still may while the lease is good for one more call. */
	async function deliverAll(batch: Claimed[]): Promise<Tried[]> {
		const until = performance.now() + pace.lease / 2
		const tried: Tried[] = []
		const queue = batch.values()
		async function line() {
			for (const claimed of queue) {
				if (stopping.signal.aborted || performance.now() > until) return
				tried.push({ claimed, sent: await deliver(claimed) })
			}
		}
		const lines = await Promise.allSettled(Array.from({ length: CALLS_AT_ONCE }, line))
		const broken = lines.find((each) => each.status === 'rejected')
		if (broken) throw broken.reason
		return tried
	}

	async function round(): Promise<number> {
		while ((await gather(db, pace.unknownAfter)) && !stopping.signal.aborted);
		if (performance.now() < resumeAt) return Math.min(pace.idle, resumeAt - performance.now())
		const batch = await claim(db, CLAIMED_AT_ONCE, pace.lease)
		if (batch.length === 0) return pace.idle
		const tried = await deliverAll(batch)
		const through = tried.some(({ sent }) => sent.outcome === 'delivered')
		const sentOf = new Map(tried.map(({ claimed, sent }) => [claimed, sent]))
		const fates = batch.flatMap((claimed) => {
			const sent = sentOf.get(claimed)
			return sent?.outcome === 'delivered' ? [] : [fateOf(claimed, sent, through, pace)]
		})
		await postpone(db, fates)
		for (const { auditId, reason, setAside } of fates) {
			if (setAside) log.warn({ auditId, reason }, 'track event set aside')
		}
		pause(tried, through)
		return 0
	}

	/** Leaves a receiver alone that asks for it or lets nothing through. */
	function pause(tried: Tried[], through: boolean): void {
		const later = tried.flatMap(({ sent }) => (sent.outcome === 'later' ? [sent] : []))
		if (inVain >= OUTAGE && through) log.info({ rounds: inVain }, 'track events get through again')
		inVain = through ? 0 : inVain + (later.length > 0 ? 1 : 0)
		if (inVain === OUTAGE) log.warn({ reason: later[0]?.reason }, 'no track event gets through')
		const asked = Math.max(0, ...later.map(({ waitMs }) => waitMs))
		resumeAt = performance.now() + Math.max(asked, inVain > 0 ? backoff(inVain, pace) : 0)
	}

	async function tellLag(): Promise<void> {
		if (performance.now() - toldLagAt < pace.lag) return
		toldLagAt = performance.now()
		const { waiting, oldestSeconds, setAside } = await outboxState(db)
		const isLate = setAside > 0 || (oldestSeconds ?? 0) > LATE
		log[isLate ? 'warn' : 'info']({ waiting, oldestSeconds, setAside }, 'outbox of track events')
	}

	async function run(): Promise<void> {
		let troubles = 0
		while (!stopping.signal.aborted) {
			let rest = 0
			try {
				rest = await round()
				await tellLag()
				troubles = 0
			} catch (error) {
				troubles += 1
				rest = backoff(troubles, pace)
				log.error({ cause: causeOf(error) }, 'outbox of track events broke off')
			}
			await sleep(rest, undefined, { signal: stopping.signal }).catch(() => {})
		}
	}

	const running = run()
	return {
		async stop() {
			stopping.abort()
			await running
		},
	}
}
