import type { Bucket, CustomerWorld, ObjectVersion } from '../account.ts'
import type { Answer, AwsCall } from '../call.ts'

/** A request whose bucket exists and lies in the region that was asked. */
export type S3Request = {
	call: AwsCall
	world: CustomerWorld
	bucket: Bucket
	/** Decoded; empty for an operation on the bucket. */
	key: string
}

/** Tells an answer from whatever else a step may hand back. */
export const isAnswer = (value: object): value is Answer => 'status' in value

/** The version that a request without a version id means; undefined for a key never written. */
export const latestVersion = ({ bucket, key }: S3Request): ObjectVersion | undefined => bucket.objects.get(key)?.at(-1)

/** As `latestVersion`, with a delete marker counting as nothing there. */
export function currentObject(request: S3Request): (ObjectVersion & { body: Buffer }) | undefined {
	const latest = latestVersion(request)
	return latest && latest.body !== null ? { ...latest, body: latest.body } : undefined
}

/** The first refusal of the two, in the order that the world is turned to for this operation. */
export function firstRefusal(
	{ call, world }: S3Request,
	rights: () => Answer | null,
	state: () => Answer | null,
): Answer | null {
	return world.order(call.operation) === 'authorize-first' ? (rights() ?? state()) : (state() ?? rights())
}
