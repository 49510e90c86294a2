import type { Bucket, CustomerWorld } from '../account.ts'
import type { Answer, AwsCall } from '../call.ts'
import { accessDenied, refuse } from './refuse.ts'
import { malformedRegion, wrongRegion } from './region.ts'
import type { S3Request } from './request.ts'

const BUCKET_NAME = /^(?!\d+\.\d+\.\d+\.\d+$)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/
/** Bytes of UTF-8 (user guide, "Naming Amazon S3 objects"). */
const KEY_BYTES = 1024

/**
 * Finds bucket and key of a path-style request. What is wrong with the address is said before any right is looked at:
 * form, then existence, then region, then the owner that the caller expects.
 */
export function openTarget(call: AwsCall, world: CustomerWorld): S3Request | Answer {
	const parts = decodePath(call.rawPath)
	if (parts === null)
		return refuse(call, { status: 400, code: 'InvalidURI', message: "Couldn't parse the specified URI." })
	const { name, key } = parts
	if (!BUCKET_NAME.test(name)) {
		const message = 'The specified bucket is not valid.'
		return refuse(call, { status: 400, code: 'InvalidBucketName', message, extra: { BucketName: name } })
	}
	const size = Buffer.byteLength(key)
	if (size > KEY_BYTES) {
		const extra = { Size: String(size), MaxSizeAllowed: String(KEY_BYTES) }
		return refuse(call, { status: 400, code: 'KeyTooLongError', message: 'Your key is too long', extra })
	}
	const bucket = world.bucket(name)
	const malformed = malformedRegion(call, bucket?.region ?? 'us-east-1')
	if (malformed) return refuse(call, malformed)
	if (bucket === undefined) {
		const message = 'The specified bucket does not exist'
		return refuse(call, { status: 404, code: 'NoSuchBucket', message, extra: { BucketName: name } })
	}
	const elsewhere = wrongRegion(call, bucket)
	if (elsewhere) return refuse(call, elsewhere)
	return refuseOtherOwner(call, bucket) ?? { call, world, bucket, key }
}

function refuseOtherOwner(call: AwsCall, { accountId, region }: Bucket): Answer | null {
	const expected = call.headers['x-amz-expected-bucket-owner']
	if (expected === undefined || expected === accountId) return null
	if (/^\d{12}$/.test(expected)) return accessDenied(call, 'Access Denied', { 'x-amz-bucket-region': region })
	return refuse(call, {
		status: 400,
		code: 'InvalidBucketOwnerAWSAccountID',
		message: 'The value of the expected bucket owner parameter must be an AWS account ID',
	})
}

function decodePath(rawPath: string): { name: string; key: string } | null {
	const [, name = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(rawPath) ?? []
	try {
		return { name: decodeURIComponent(name), key: decodeURIComponent(key) }
	} catch {
		return null
	}
}
