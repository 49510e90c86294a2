import {
	AbortMultipartUploadCommand,
	CreateMultipartUploadCommand,
	DeleteObjectCommand,
	GetObjectCommand,
	HeadBucketCommand,
	ListMultipartUploadsCommand,
	ListObjectsV2Command,
	S3Client,
} from '@aws-sdk/client-s3'
import type { ClientSettings } from './client-settings.ts'
import { byName, type Commands, type OperationOf, type SendOperation } from './operations.ts'
import { readBody } from './s3-body.ts'

const COMMANDS: Commands<OperationOf<'s3'>> = {
	's3:HeadBucket': HeadBucketCommand,
	's3:ListObjectsV2': ListObjectsV2Command,
	's3:GetObject': GetObjectCommand,
	's3:DeleteObject': DeleteObjectCommand,
	's3:CreateMultipartUpload': CreateMultipartUploadCommand,
	's3:AbortMultipartUpload': AbortMultipartUploadCommand,
	's3:ListMultipartUploads': ListMultipartUploadsCommand,
}

/** `pathStyle` is for an S3 that answers on one host only. */
export function openS3(settings: ClientSettings, pathStyle: boolean): SendOperation<OperationOf<'s3'>> {
	const client = new S3Client({
		...settings,
		forcePathStyle: pathStyle,
		// A bucket in another region is a finding: following the redirect would hide it and sign for a host AWS names.
		followRegionRedirects: false,
		// A probe sends what the customer's own jobs send: no checksum headers that the SDK thinks up.
		requestChecksumCalculation: 'WHEN_REQUIRED',
		responseChecksumValidation: 'WHEN_REQUIRED',
	})
	const send = byName(client, COMMANDS)
	return async (operation, input, options) => readBody(await send(operation, input, options))
}
