import { z } from 'zod'
import { createKnobs, type Knobs } from '../world/knobs.ts'

const settingsSchema = z.object({
	/** Share of the calls that fail, drawn one after the other from `seed`. Turning any knob begins the draw anew. */
	failRate: z.number().min(0, 'must be from 0 to 1').max(1, 'must be from 0 to 1'),
	seed: z.int('must be a whole number'),
	/** How a failing call is answered; 3xx points to a page that answers 200 to everybody. */
	failStatus: z.int().min(300, 'must be from 300 to 599').max(599, 'must be from 300 to 599'),
	/** True: what a failing call brought is received nonetheless, as when only the answer was lost. */
	failsAfterReceipt: z.boolean(),
	/** Sent as `Retry-After` and `X-RateLimit-Reset` with every failure; null: neither. */
	retryAfterSeconds: z.int().min(0).nullable(),
	latencyMs: z.int().min(0).max(600_000),
	/** Connections are reset as soon as they say anything. */
	down: z.boolean(),
	/** Names of events that are refused with 400, whatever else they hold. */
	refusedEvents: z.array(z.string()),
})

const DEFAULTS: z.infer<typeof settingsSchema> = {
	failRate: 0,
	seed: 1,
	failStatus: 503,
	failsAfterReceipt: false,
	retryAfterSeconds: null,
	latencyMs: 0,
	down: false,
	refusedEvents: [],
}

export type SegmentKnobs = Knobs & {
	values(): Readonly<z.infer<typeof settingsSchema>>
	/** Draws whether this call fails. */
	fails(): boolean
}

/** The knobs of `POST /_world/segment`. */
export function createSegmentKnobs(): SegmentKnobs {
	const knobs = createKnobs(settingsSchema, DEFAULTS)
	let draw = seeded(DEFAULTS.seed)
	return {
		...knobs,
		set(json) {
			const error = knobs.set(json)
			if (error === null) draw = seeded(knobs.values().seed)
			return error
		},
		reset() {
			knobs.reset()
			draw = seeded(DEFAULTS.seed)
		},
		fails: () => draw() < knobs.values().failRate,
	}
}

/** Numbers from 0 to 1 that are the same for the same seed: a multiplicative hash of a Weyl sequence. */
function seeded(seed: number): () => number {
	let state = seed >>> 0
	return () => {
		state = (state + 0x9e3779b9) >>> 0
		let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
		mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
		return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32
	}
}
