import type { Upload } from '../account.ts'
import type { Answer } from '../call.ts'
import { readLimit } from './counts.ts'
import { inBytes } from './list-objects.ts'
import { permit } from './permit.ts'
import { firstRefusal, isAnswer, type S3Request } from './request.ts'
import { findUpload, missing } from './uploads.ts'
import { element, xmlAnswer } from './xml.ts'

/** ListMultipartUploads: by key, then by the time of their begin. An upload id marker counts only beside a key marker. */
export function listUploads(request: S3Request): Answer {
	const { call, bucket } = request
	const read = readLimit(request, 'max-uploads')
	if (isAnswer(read)) return read
	const refused = permit(request, 'ListBucketMultipartUploads')
	if (refused) return refused
	const [prefix = '', keyMarker = '', idMarker = ''] = ['prefix', 'key-marker', 'upload-id-marker'].map(
		(name) => call.query.get(name) ?? '',
	)
	const all = [...bucket.uploads.values()]
		.filter(({ key }) => key.startsWith(prefix))
		.sort((a, b) => inBytes(a.key, b.key) || a.initiatedAt - b.initiatedAt)
	const marked = keyMarker === '' ? -1 : all.findIndex((one) => one.key === keyMarker && one.uploadId === idMarker)
	const rest = marked >= 0 ? all.slice(marked + 1) : all.filter(({ key }) => inBytes(key, keyMarker) > 0)
	const page = rest.slice(0, read.limit)
	const last = page.at(-1)
	const truncated = last !== undefined && rest.length > page.length
	return xmlAnswer('ListMultipartUploadsResult', [
		element('Bucket', bucket.name),
		element('KeyMarker', keyMarker),
		element('UploadIdMarker', idMarker),
		...(truncated ? [element('NextKeyMarker', last.key), element('NextUploadIdMarker', last.uploadId)] : []),
		element('Prefix', prefix),
		element('MaxUploads', read.limit),
		element('IsTruncated', truncated),
		...page.map((upload) =>
			element('Upload', [
				element('Key', upload.key),
				element('UploadId', upload.uploadId),
				...people(upload, bucket.accountId),
				element('StorageClass', 'STANDARD'),
				element('Initiated', new Date(upload.initiatedAt).toISOString()),
			]),
		),
	])
}

/** ListParts of one upload. */
export function listParts(request: S3Request): Answer {
	const { call, bucket, key } = request
	const read = readLimit(request, 'max-parts')
	if (isAnswer(read)) return read
	const marker = readLimit(request, 'part-number-marker')
	if (isAnswer(marker)) return marker
	const refused = firstRefusal(
		request,
		() => permit(request, 'ListMultipartUploadParts'),
		() => (findUpload(request) ? null : missing(request)),
	)
	if (refused) return refused
	const upload = findUpload(request)
	if (!upload) return missing(request)
	const after = Number(call.query.get('part-number-marker') ?? 0)
	const rest = [...upload.parts].filter(([number]) => number > after).sort(([a], [b]) => a - b)
	const page = rest.slice(0, read.limit)
	return xmlAnswer('ListPartsResult', [
		element('Bucket', bucket.name),
		element('Key', key),
		element('UploadId', upload.uploadId),
		...people(upload, bucket.accountId),
		element('StorageClass', 'STANDARD'),
		element('PartNumberMarker', after),
		element('NextPartNumberMarker', page.at(-1)?.[0] ?? after),
		element('MaxParts', read.limit),
		element('IsTruncated', rest.length > page.length),
		...page.map(([number, { etag, body, lastModified }]) =>
			element('Part', [
				element('PartNumber', number),
				element('LastModified', new Date(lastModified).toISOString()),
				element('ETag', `"${etag}"`),
				element('Size', body.length),
			]),
		),
	])
}

const people = ({ initiator }: Upload, ownerId: string): string[] => [
	element('Initiator', [element('ID', initiator), element('DisplayName', initiator)]),
	element('Owner', [element('ID', ownerId)]),
]
