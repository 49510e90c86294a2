export type SegmentSettings = {
	/** Where `/v1/track` is, without a slash at the end. */
	url: string
	writeKey: string
}

/**
 * What became of one event. `hopeless`: it can never be sent; `refused`: the receiver finds fault with it; `later`: it is
 * the receiver or the way to it. `waitMs`: how long the receiver asked to be left alone.
 */
export type Sent =
	| { outcome: 'delivered' }
	| { outcome: 'hopeless' | 'refused' | 'later'; reason: string; waitMs: number }

/** Never rejects. */
export type Send = (body: string) => Promise<Sent>

const CALL_MS = 10_000
const LONGEST_WAIT_MS = 300_000

/** Malformed, too large, not to be processed. Other 4xx speak of the key, the address or the moment: no event's fault. */
const ABOUT_THE_EVENT = new Set([400, 413, 422])

/** An answer is a few bytes; what talks on is not listened to. */
const LONGEST_ANSWER = 64_000

/**
 * Segment's HTTP tracking API, one event for each call, so that each is acknowledged by itself. Only 2xx is: a redirect
 * may lead anywhere and is not followed. Segment answers 200 to a wrong write key as well, which only its own debugger shows.
 */
export function createSegment({ url, writeKey }: SegmentSettings): Send {
	const authorization = `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`
	return async (body) => {
		try {
			const response = await fetch(`${url}/v1/track`, {
				method: 'POST',
				redirect: 'manual',
				headers: { authorization, 'content-type': 'application/json' },
				body,
				signal: AbortSignal.timeout(CALL_MS),
			})
			await readThrough(response)
			return sentOf(response)
		} catch (error) {
			return { outcome: 'later', reason: networkReason(error), waitMs: 0 }
		}
	}
}

function sentOf({ ok, status, headers }: Response): Sent {
	if (ok) return { outcome: 'delivered' }
	const seconds = /^\d{1,6}$/.exec(headers.get('retry-after') ?? '')?.[0] ?? 0
	return {
		outcome: ABOUT_THE_EVENT.has(status) ? 'refused' : 'later',
		reason: `status ${status}`,
		waitMs: Math.min(Number(seconds) * 1_000, LONGEST_WAIT_MS),
	}
}

/** A connection is used again only once its answer was read to the end. */
async function readThrough({ body }: Response): Promise<void> {
	let length = 0
	for await (const chunk of body ?? []) {
		length += chunk.length
		if (length > LONGEST_ANSWER) return
	}
}

/** The kind of failure only: messages of the network name hosts, which logs need not repeat for every event. */
function networkReason(error: unknown): string {
	if (!(error instanceof Error)) return 'network'
	if (error.name === 'TimeoutError') return 'timeout'
	const { cause } = error
	return cause instanceof Error && 'code' in cause ? `network ${String(cause.code)}` : 'network'
}
