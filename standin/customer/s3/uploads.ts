import { createHash, randomBytes } from 'node:crypto'
import type { Upload } from '../account.ts'
import type { Answer } from '../call.ts'
import { refuseBody } from './body.ts'
import { chosenKey, encryptionHeaders, permitKey } from './encryption.ts'
import { permit, writeContext } from './permit.ts'
import { permitWrite, refuseAcl } from './put-object.ts'
import { invalidArgument, noSuchUpload } from './refuse.ts'
import { firstRefusal, isAnswer, type S3Request } from './request.ts'
import { element, xmlAnswer } from './xml.ts'

const LAST_PART = 10_000

/** Makes no object, version or event; what is left open waits for an abort or a lifecycle rule. */
export function createMultipartUpload(request: S3Request): Answer {
	const { call, bucket, key } = request
	const chosen = chosenKey(request)
	if (isAnswer(chosen)) return chosen
	const { keyArn } = chosen
	const refused = permitWrite(request, false) ?? refuseAcl(request) ?? permitKey(request, keyArn, 'GenerateDataKey')
	if (refused) return refused
	const uploadId = randomBytes(48).toString('base64url')
	bucket.uploads.set(uploadId, {
		uploadId,
		key,
		initiatedAt: call.now,
		initiator: call.session.sessionArn,
		keyArn,
		contentType: call.headers['content-type'] ?? 'binary/octet-stream',
		parts: new Map(),
	})
	call.changed.push(`upload +${key}`)
	const members = [element('Bucket', bucket.name), element('Key', key), element('UploadId', uploadId)]
	return xmlAnswer('InitiateMultipartUploadResult', members, encryptionHeaders(keyArn))
}

/** S3 opens the upload's data key for each part, which is a Decrypt (API reference, CreateMultipartUpload). */
export function uploadPart(request: S3Request): Answer {
	const { call } = request
	const number = call.query.get('partNumber') ?? ''
	if (!/^\d{1,5}$/.test(number) || Number(number) < 1 || Number(number) > LAST_PART) {
		const message = `Part number must be an integer between 1 and ${LAST_PART}, inclusive`
		return invalidArgument(call, message, 'partNumber', number)
	}
	const refused =
		firstRefusal(
			request,
			() => permit(request, 'PutObject', writeContext(request, false)),
			() => refuseMissing(request),
		) ?? refuseBody(call)
	if (refused) return refused
	const upload = findUpload(request)
	if (!upload) return missing(request)
	const sealed = permitKey(request, upload.keyArn, 'Decrypt')
	if (sealed) return sealed
	const etag = createHash('md5').update(call.body).digest('hex')
	upload.parts.set(Number(number), { etag, body: call.body, lastModified: call.now })
	call.changed.push(`part +${request.key} ${Number(number)}`)
	return { status: 200, headers: { etag: `"${etag}"`, ...encryptionHeaders(upload.keyArn) }, body: '' }
}

export function abortMultipartUpload(request: S3Request): Answer {
	const { call, bucket, key } = request
	const refused = firstRefusal(
		request,
		() => permit(request, 'AbortMultipartUpload'),
		() => refuseMissing(request),
	)
	if (refused) return refused
	bucket.uploads.delete(call.query.get('uploadId') ?? '')
	call.changed.push(`upload -${key}`)
	return { status: 204, body: '' }
}

/** An upload id counts only together with its key. */
export function findUpload({ call, bucket, key }: S3Request): Upload | undefined {
	const upload = bucket.uploads.get(call.query.get('uploadId') ?? '')
	return upload?.key === key ? upload : undefined
}

export const missing = ({ call }: S3Request): Answer => noSuchUpload(call, call.query.get('uploadId') ?? '')

const refuseMissing = (request: S3Request): Answer | null => (findUpload(request) ? null : missing(request))
