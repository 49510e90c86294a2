import { z } from 'zod'

/** Bytes. Segment says KB and not which; the smaller reading refuses more. */
export const LONGEST_MESSAGE = 32_000
export const LONGEST_BATCH = 500_000
const MOST_IN_BATCH = 2_500

const id = z.string().min(1)
const trackSchema = z
	.looseObject({
		type: z.literal('track').optional(),
		event: z.string({ error: 'a track call has an event' }).min(1, 'a track call has an event'),
		userId: id.nullish(),
		anonymousId: id.nullish(),
		/** Segment sets one that is missing; a caller who retries must bring its own, or nothing can be told apart. */
		messageId: id.max(99, 'messageId has fewer than 100 characters'),
		timestamp: z.iso.datetime({ error: 'timestamp is an ISO 8601 date', offset: true }).optional(),
		properties: z.record(z.string(), z.unknown()).optional(),
		context: z.record(z.string(), z.unknown()).optional(),
	})
	.refine(({ userId, anonymousId }) => Boolean(userId) || Boolean(anonymousId), 'no_user_anon_id')

const batchSchema = z.looseObject({
	batch: z.array(trackSchema.safeExtend({ type: z.literal('track') })).max(MOST_IN_BATCH),
})

export type TrackMessage = z.infer<typeof trackSchema>

/**
 * The messages of a call, or why it is refused. Segment answers 200 to much that it then drops in silence (no name, nobody,
 * a long id; HTTP API source, "Errors"): here all of that is 400, so that a sender learns of it at home.
 */
export function messagesOf(path: '/v1/track' | '/v1/batch', body: Buffer | null): TrackMessage[] | { refused: string } {
	if (body === null || (path === '/v1/track' && body.length > LONGEST_MESSAGE)) return { refused: 'too large' }
	let json: unknown
	try {
		json = JSON.parse(body.toString('utf8'))
	} catch {
		return { refused: 'invalid JSON' }
	}
	const parsed =
		path === '/v1/track'
			? trackSchema.transform((message) => [message]).safeParse(json)
			: batchSchema.transform(({ batch }) => batch).safeParse(json)
	if (!parsed.success) {
		const [issue] = parsed.error.issues
		return { refused: `${issue?.path.join('.')}: ${issue?.message}` }
	}
	const long = parsed.data.some((message) => Buffer.byteLength(JSON.stringify(message)) > LONGEST_MESSAGE)
	return long ? { refused: 'too large' } : parsed.data
}
