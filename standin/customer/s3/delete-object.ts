import type { Answer } from '../call.ts'
import { permit, writeContext } from './permit.ts'
import { versionHeader, writeVersion } from './put-object.ts'
import { noSuchKey, preconditionFailed } from './refuse.ts'
import { currentObject, firstRefusal, type S3Request } from './request.ts'

/**
 * A plain delete answers 204 whether the key was there or not, and in a versioned bucket writes a delete marker either
 * way: no probe. With If-Match the missing key is an error and nothing is written.
 */
export function deleteObject(request: S3Request): Answer {
	const { call, bucket, key } = request
	const refused = firstRefusal(
		request,
		() => permitDelete(request),
		() => refuseByCondition(request),
	)
	if (refused) return refused
	if (bucket.versioned) {
		const marker = { versionId: '', body: null, etag: '', contentType: '', lastModified: call.now, keyArn: null }
		const written = writeVersion(request, marker)
		call.changed.push(`marker +${key}`)
		return { status: 204, headers: { 'x-amz-delete-marker': 'true', ...versionHeader(request, written) }, body: '' }
	}
	if (bucket.objects.delete(key)) call.changed.push(`object -${key}`)
	return { status: 204, body: '' }
}

/** To compare contents is to read them (user guide, "How to perform conditional deletes"). */
function permitDelete(request: S3Request): Answer | null {
	const condition = request.call.headers['if-match']
	const comparesContent = condition !== undefined && condition !== '*'
	return (
		permit(request, 'DeleteObject', writeContext(request, false)) ??
		(comparesContent ? permit(request, 'GetObject') : null)
	)
}

/**
 * The user guide promises 412 for a missing key, recordings of the real service show 404. Both have to be understood:
 * `validate-first` for `DeleteObject.missing-key` turns to the guide's answer.
 */
function refuseByCondition(request: S3Request): Answer | null {
	const { call, world, key } = request
	const condition = call.headers['if-match']
	if (condition === undefined) return null
	const object = currentObject(request)
	if (object) {
		const holds = condition === '*' || condition.replaceAll('"', '') === object.etag
		return holds ? null : preconditionFailed(call, 'If-Match')
	}
	const byGuide = world.order('DeleteObject.missing-key') === 'validate-first'
	return byGuide ? preconditionFailed(call, 'If-Match') : noSuchKey(call, key)
}
