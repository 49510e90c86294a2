import { randomBytes } from 'node:crypto'
import type { ObjectVersion } from '../account.ts'
import type { Answer } from '../call.ts'
import { objectVersion } from '../lake.ts'
import { refuseBody } from './body.ts'
import { chosenKey, encryptionHeaders, permitKey } from './encryption.ts'
import { permit, writeContext } from './permit.ts'
import { headerNotImplemented, preconditionFailed, refuse } from './refuse.ts'
import { currentObject, firstRefusal, isAnswer, type S3Request } from './request.ts'

/** `If-None-Match: *` finds out rights without a change: 412 where an object stands, after the rights were looked at. */
export function putObject(request: S3Request): Answer {
	const { call, bucket, key } = request
	const condition = call.headers['if-none-match']
	if (condition !== undefined && condition !== '*') return headerNotImplemented(call, 'If-None-Match')
	const chosen = chosenKey(request)
	if (isAnswer(chosen)) return chosen
	const { keyArn } = chosen
	const refused =
		firstRefusal(
			request,
			() => permitWrite(request, true),
			() => (condition && currentObject(request) ? preconditionFailed(call, 'If-None-Match') : null),
		) ??
		refuseAcl(request) ??
		refuseBody(call) ??
		permitKey(request, keyArn, 'GenerateDataKey')
	if (refused) return refused
	const contentType = call.headers['content-type'] ?? 'binary/octet-stream'
	const version = writeVersion(request, objectVersion({ ...bucket, keyArn }, key, call.body, call.now, contentType))
	call.changed.push(`object +${key}`)
	return {
		status: 200,
		headers: { etag: `"${version.etag}"`, ...encryptionHeaders(keyArn), ...versionHeader(request, version) },
		body: '',
	}
}

/** Setting rights on an object is a right of its own. */
export function permitWrite(request: S3Request, creates: boolean): Answer | null {
	const context = writeContext(request, creates)
	const acl = request.call.headers['x-amz-acl']
	return permit(request, 'PutObject', context) ?? (acl === undefined ? null : permit(request, 'PutObjectAcl', context))
}

/** New buckets belong to their owner alone: no ACL but the one that says just that (user guide, "Object Ownership"). */
export function refuseAcl({ call }: S3Request): Answer | null {
	const acl = call.headers['x-amz-acl']
	if (acl === undefined || acl === 'bucket-owner-full-control') return null
	const message = 'The bucket does not allow ACLs'
	return refuse(call, { status: 400, code: 'AccessControlListNotSupported', message })
}

/** A bucket with versions keeps the older ones; without, the key holds just this one. */
export function writeVersion({ bucket, key }: S3Request, written: ObjectVersion): ObjectVersion {
	if (!bucket.versioned) {
		bucket.objects.set(key, [written])
		return written
	}
	const version = { ...written, versionId: randomBytes(24).toString('base64url') }
	bucket.objects.set(key, [...(bucket.objects.get(key) ?? []), version])
	return version
}

export const versionHeader = ({ bucket }: S3Request, { versionId }: ObjectVersion): Record<string, string> =>
	bucket.versioned ? { 'x-amz-version-id': versionId } : {}
