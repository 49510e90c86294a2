import type { RequestContext } from '../../../lib/iam/context.ts'
import { authorize } from '../authorize.ts'
import type { Answer } from '../call.ts'
import { accessDenied } from './refuse.ts'
import type { S3Request } from './request.ts'

const BUCKET_ACTIONS = ['ListBucket', 'ListBucketMultipartUploads', 'GetBucketLocation'] as const
const OBJECT_ACTIONS = [
	'GetObject',
	'PutObject',
	'PutObjectAcl',
	'DeleteObject',
	'AbortMultipartUpload',
	'ListMultipartUploadParts',
] as const
type Action = (typeof BUCKET_ACTIONS)[number] | (typeof OBJECT_ACTIONS)[number]

/**
 * Asks all policies around the call. The bucket's owner is the resource's account, since its ARN names none.
 * Source of actions, resources and keys: service authorization reference, Amazon S3.
 */
export function permit(
	{ call, world, bucket, key }: S3Request,
	action: Action,
	context: RequestContext = {},
): Answer | null {
	const arn = `arn:aws:s3:::${bucket.name}`
	const hash = call.headers['x-amz-content-sha256']
	const denied = authorize(call, world, {
		action: `s3:${action}`,
		resource: OBJECT_ACTIONS.some((each) => each === action) ? `${arn}/${key}` : arn,
		resourceAccount: bucket.accountId,
		resourcePolicy: bucket.policy,
		context: {
			's3:authType': 'REST-HEADER',
			's3:signatureversion': 'AWS4-HMAC-SHA256',
			's3:TlsVersion': '1.3',
			's3:ResourceAccount': bucket.accountId,
			...(hash === undefined ? {} : { 's3:x-amz-content-sha256': hash }),
			...context,
		},
	})
	return denied && accessDenied(call, denied.text)
}

/** Condition keys that S3 takes from headers of a write; only what was sent is there, never a default of the bucket. */
const HEADER_KEYS = [
	'x-amz-acl',
	'x-amz-server-side-encryption',
	'x-amz-server-side-encryption-aws-kms-key-id',
	'if-match',
	'if-none-match',
]

/**
 * `creates`: this very request makes an object. A policy that demands If-None-Match is written with that key, so that
 * it lets the parts of a multipart upload through (S3 user guide, "Enforce conditional writes").
 */
export function writeContext({ call }: S3Request, creates: boolean): RequestContext {
	const sent = HEADER_KEYS.flatMap((name) => {
		const value = call.headers[name]
		return value === undefined ? [] : [[`s3:${name}`, value] as const]
	})
	return { ...Object.fromEntries(sent), 's3:ObjectCreationOperation': String(creates) }
}
