import { timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Knobs } from '../world/knobs.ts'
import { createCarefulServer, readBody, sendJson } from '../world/wire.ts'
import { createSegmentKnobs } from './knobs.ts'
import { LONGEST_BATCH, messagesOf } from './message.ts'
import { createReceived, type Received } from './received.ts'

/** `writeKey`: of the one source there is; null: nobody is let in. */
export type SegmentOptions = { writeKey: string | null }

/** Where a 3xx points: like the sign-in page of a proxy it answers 200 to everybody and delivers nothing. */
const ELSEWHERE = '/elsewhere'

/**
 * Segment's HTTP tracking API: `POST /v1/track` and `POST /v1/batch`. A wrong key is refused with 401; the real one
 * answers 200 and drops. Not listening yet; the knobs answer to `/_world/segment`.
 */
export function createSegment({ writeKey }: SegmentOptions): { server: Server; knobs: Knobs; received: Received } {
	const knobs = createSegmentKnobs()
	const received = createReceived()
	const expected = writeKey === null ? null : `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`

	async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const turned = knobs.values()
		if (turned.down) return void request.socket.resetAndDestroy()
		const body = await readBody(request, LONGEST_BATCH)
		if (turned.latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, turned.latencyMs))
		if (request.url === ELSEWHERE) return sendJson(response, 200, {})
		if (request.url !== '/v1/track' && request.url !== '/v1/batch') return refuse(response, 404, 'no such path')
		if (request.method !== 'POST') return refuse(response, 405, 'use POST')
		if (!isExpected(request.headers.authorization, expected)) return refuse(response, 401, 'invalid write key')
		if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) {
			return refuse(response, 400, 'content-type is application/json')
		}
		const messages = messagesOf(request.url, body)
		if ('refused' in messages) return refuse(response, 400, messages.refused)
		if (messages.some(({ event }) => turned.refusedEvents.includes(event))) {
			return refuse(response, 400, 'this event is refused here')
		}
		const fails = knobs.fails()
		if (fails) received.fail()
		if (!fails || turned.failsAfterReceipt) for (const message of messages) received.keep(message)
		if (!fails) return sendJson(response, 200, { success: true })
		const { failStatus, retryAfterSeconds } = turned
		const wait = retryAfterSeconds === null ? null : String(retryAfterSeconds)
		sendJson(
			response,
			failStatus,
			{ success: false },
			{
				...(failStatus < 400 && { location: ELSEWHERE }),
				...(wait !== null && { 'retry-after': wait, 'x-ratelimit-reset': wait }),
			},
		)
	}

	function refuse(response: ServerResponse, status: number, message: string): void {
		received.refuse()
		sendJson(response, status, { success: false, message })
	}

	const server = createCarefulServer(answer, (response) => sendJson(response, 500, { success: false }))
	// Callers keep connections; a shorter time would meet calls that are just being sent.
	server.keepAliveTimeout = 75_000
	return {
		server,
		received,
		knobs: {
			...knobs,
			reset() {
				knobs.reset()
				received.reset()
			},
		},
	}
}

function isExpected(given: string | undefined, expected: string | null): boolean {
	if (given === undefined || expected === null) return false
	const [a, b] = [Buffer.from(given), Buffer.from(expected)]
	return a.length === b.length && timingSafeEqual(a, b)
}
