import type { Answer, AwsCall } from '../call.ts'
import { refusal } from '../refusal.ts'

export type S3Error = {
	status: number
	code: string
	message: string
	headers?: Record<string, string>
	/** Further members of the error document. */
	extra?: Record<string, string>
}

/** An error of S3's error list (API reference, "Error responses"), with the text that S3 gives it. */
export const refuse = (call: AwsCall, error: S3Error): Answer => refusal('s3', call.requestId, error)

export const accessDenied = (call: AwsCall, text: string, headers: Record<string, string> = {}): Answer =>
	refuse(call, { status: 403, code: 'AccessDenied', message: text, headers })

export const invalidArgument = (call: AwsCall, message: string, name: string, value: string): Answer =>
	refuse(call, {
		status: 400,
		code: 'InvalidArgument',
		message,
		extra: { ArgumentName: name, ArgumentValue: value },
	})

export const preconditionFailed = (call: AwsCall, condition: string): Answer =>
	refuse(call, {
		status: 412,
		code: 'PreconditionFailed',
		message: 'At least one of the pre-conditions you specified did not hold',
		extra: { Condition: condition },
	})

export const noSuchKey = (call: AwsCall, key: string, headers: Record<string, string> = {}): Answer =>
	refuse(call, {
		status: 404,
		code: 'NoSuchKey',
		message: 'The specified key does not exist.',
		headers,
		extra: { Key: key },
	})

export const noSuchUpload = (call: AwsCall, uploadId: string): Answer =>
	refuse(call, {
		status: 404,
		code: 'NoSuchUpload',
		message:
			'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
		extra: { UploadId: uploadId },
	})

export const headerNotImplemented = (call: AwsCall, header: string): Answer =>
	refuse(call, {
		status: 501,
		code: 'NotImplemented',
		message: 'A header you provided implies functionality that is not implemented',
		extra: { Header: header },
	})
