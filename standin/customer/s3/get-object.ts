import type { ObjectVersion } from '../account.ts'
import type { Answer } from '../call.ts'
import { encryptionHeaders, permitKey } from './encryption.ts'
import { permit } from './permit.ts'
import { versionHeader } from './put-object.ts'
import { parseRange } from './range.ts'
import { noSuchKey, refuse } from './refuse.ts'
import { currentObject, firstRefusal, latestVersion, type S3Request } from './request.ts'

/** GetObject and HeadObject, whose body the listener drops. Only the one that reads the body needs the key. */
export function getObject(request: S3Request): Answer {
	const { call } = request
	const refused = firstRefusal(
		request,
		() => permit(request, 'GetObject'),
		() => (currentObject(request) ? null : missing(request)),
	)
	if (refused) return refused
	const object = currentObject(request)
	if (!object) return missing(request)
	const sealed = call.method === 'GET' ? permitKey(request, object.keyArn, 'Decrypt') : null
	if (sealed) return sealed
	const { body } = object
	const range = parseRange(call.headers.range, body.length)
	if (range === 'unsatisfiable') return unsatisfiable(request, body.length)
	const headers = objectHeaders(request, object)
	if (range === null) return { status: 200, headers, body }
	const { first, last } = range
	const partial = { ...headers, 'content-range': `bytes ${first}-${last}/${body.length}` }
	return { status: 206, headers: partial, body: body.subarray(first, last + 1) }
}

/** Whether a key is there is told only to who may list; else the answer is the refusal to list (API reference, GetObject). */
function missing(request: S3Request): Answer {
	const marker = latestVersion(request)
	const headers = marker ? { 'x-amz-delete-marker': 'true', ...versionHeader(request, marker) } : {}
	return permit(request, 'ListBucket') ?? noSuchKey(request.call, request.key, headers)
}

const objectHeaders = (request: S3Request, object: ObjectVersion): Record<string, string> => ({
	'accept-ranges': 'bytes',
	'content-type': object.contentType,
	etag: `"${object.etag}"`,
	'last-modified': new Date(object.lastModified).toUTCString(),
	...encryptionHeaders(object.keyArn),
	...versionHeader(request, object),
})

const unsatisfiable = ({ call }: S3Request, size: number): Answer =>
	refuse(call, {
		status: 416,
		code: 'InvalidRange',
		message: 'The requested range is not satisfiable',
		headers: { 'content-range': `bytes */${size}` },
		extra: { RangeRequested: call.headers.range ?? '', ActualObjectSize: String(size) },
	})
