import { z } from 'zod'
import type { PartRecord } from '../store/replay-schema.ts'
import type { Hand } from './session.ts'

/** `at`: AWS's own time. `value` of an object that holds no JSON is undefined. */
export type ReadObject =
	| { is: 'told'; value: unknown }
	| { is: 'none'; at: Date | null }
	| { is: 'denied'; at: Date | null }
	| { is: 'unknown' }

const body = z.object({ Body: z.string() })

/** A small file of JSON in the customer's bucket. */
export async function readObject(hand: Hand, { position }: PartRecord, Key: string): Promise<ReadObject> {
	const session = await hand.open('files', { position })
	if (session.kind !== 'ok') return { is: 'unknown' }
	const { bucket, catalogId } = hand.settings
	const input = { Bucket: bucket, Key, ExpectedBucketOwner: catalogId }
	const answer = await hand.call(session.value, 's3:GetObject', input)
	if (answer.kind === 'failed') return { is: 'unknown' }
	if (answer.kind === 'refused') return { is: answer.code === 'NoSuchKey' ? 'none' : 'denied', at: answer.date }
	const read = body.safeParse(answer.value)
	return { is: 'told', value: read.success ? parsed(read.data.Body) : undefined }
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text)
	} catch {
		return undefined
	}
}
