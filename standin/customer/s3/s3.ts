import type { CustomerWorld } from '../account.ts'
import type { Answer, AwsCall } from '../call.ts'
import { hostId } from '../refusal.ts'
import { deleteObject } from './delete-object.ts'
import { getObject } from './get-object.ts'
import { listObjects } from './list-objects.ts'
import { listParts, listUploads } from './list-uploads.ts'
import { type S3OperationName, s3OperationOf, understoodHeader } from './operation.ts'
import { permit } from './permit.ts'
import { putObject } from './put-object.ts'
import { headerNotImplemented, refuse } from './refuse.ts'
import { isAnswer, type S3Request } from './request.ts'
import { openTarget } from './target.ts'
import { abortMultipartUpload, createMultipartUpload, uploadPart } from './uploads.ts'
import { xmlAnswer } from './xml.ts'

/**
 * S3 of a customer's account in path style, REST-XML. What the world does not know how to do is a 501, never a success.
 * The listener adds x-amz-request-id and takes the body off the answer to a HEAD.
 */
export function handleS3(call: AwsCall, world: CustomerWorld): Answer {
	const { headers, ...answer } = dispatch(call, world)
	return { ...answer, headers: { 'x-amz-id-2': hostId(call.requestId), ...headers } }
}

function dispatch(call: AwsCall, world: CustomerWorld): Answer {
	const name = s3OperationOf(call)
	if (name === 'Unknown') {
		const message = 'A parameter or method you provided implies functionality that is not implemented'
		return refuse(call, { status: 501, code: 'NotImplemented', message })
	}
	const strange = Object.keys(call.headers).find((header) => !understoodHeader(name, header))
	if (strange !== undefined) return headerNotImplemented(call, strange)
	const target = openTarget(call, world)
	if (isAnswer(target)) return target
	const answer = operations[name](target)
	if (target.key !== '') return answer
	// Whoever asks for a bucket hears where it lies, refused or not (API reference, HeadBucket).
	return { ...answer, headers: { 'x-amz-bucket-region': target.bucket.region, ...answer.headers } }
}

const operations: Record<S3OperationName, (request: S3Request) => Answer> = {
	HeadBucket: (request) => permit(request, 'ListBucket') ?? { status: 200, body: '' },
	GetBucketLocation: getBucketLocation,
	ListObjectsV2: listObjects,
	ListMultipartUploads: listUploads,
	HeadObject: getObject,
	GetObject: getObject,
	ListParts: listParts,
	PutObject: putObject,
	UploadPart: uploadPart,
	DeleteObject: deleteObject,
	CreateMultipartUpload: createMultipartUpload,
	AbortMultipartUpload: abortMultipartUpload,
}

/** The oldest region has no name here (API reference, GetBucketLocation). */
function getBucketLocation(request: S3Request): Answer {
	const { region } = request.bucket
	return permit(request, 'GetBucketLocation') ?? xmlAnswer('LocationConstraint', region === 'us-east-1' ? '' : region)
}
