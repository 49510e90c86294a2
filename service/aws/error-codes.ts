/**
 * What an error code of AWS says about a call. Everything that is not listed is an answer of the service itself, which
 * means something only to whoever asked. Sources: common errors of the STS, S3, Glue and EMR API references, and the
 * retry rules of the AWS SDKs.
 */

const THROTTLED = new Set([
	'BandwidthLimitExceeded',
	'RequestLimitExceeded',
	'RequestThrottled',
	'RequestThrottledException',
	'SlowDown',
	'Throttling',
	'ThrottlingException',
	'ThrottledException',
	'TooManyRequestsException',
])

/** EMR and Glue answer some of these with status 400, so the status alone does not tell. */
const SERVER = new Set([
	'InternalError',
	'InternalFailure',
	'InternalServerError',
	'InternalServerException',
	'InternalServiceException',
	'OperationTimeoutException',
	'RequestTimeout',
	'RequestTimeoutException',
	'ServiceUnavailable',
	'ServiceUnavailableException',
])

/** Our credentials, our clock, or a request that we formed wrongly: the customer has no part in it. */
const OURS = new Set([
	'ExpiredToken',
	'ExpiredTokenException',
	'IncompleteSignature',
	'IncompleteSignatureException',
	'InvalidAccessKeyId',
	'InvalidAction',
	'InvalidClientTokenId',
	'InvalidSignature',
	'InvalidSignatureException',
	'InvalidToken',
	'MalformedPolicyDocument',
	'MalformedPolicyDocumentException',
	'MissingAuthenticationToken',
	'MissingAuthenticationTokenException',
	'PackedPolicyTooLarge',
	'PackedPolicyTooLargeException',
	'RequestExpired',
	'RequestTimeTooSkewed',
	'SerializationException',
	'SignatureDoesNotMatch',
	'UnknownOperationException',
	'UnrecognizedClient',
	'UnrecognizedClientException',
	// Of STS alone: a session longer than chained roles may have, or a name it does not take.
	'ValidationError',
])

/** Null: the service refused, and `code` is its reason. */
export function causeOf(code: string, status: number): 'throttled' | 'server' | 'ours' | null {
	if (THROTTLED.has(code) || status === 429) return 'throttled'
	if (OURS.has(code)) return 'ours'
	if (SERVER.has(code) || status >= 500) return 'server'
	return null
}

/** An answer to HEAD has no body, hence no code: these are the ones S3 gives to the same question asked with GET. */
const BY_STATUS: Partial<Record<number, string>> = {
	301: 'PermanentRedirect',
	307: 'TemporaryRedirect',
	400: 'BadRequest',
	403: 'Forbidden',
	404: 'NotFound',
	405: 'MethodNotAllowed',
	412: 'PreconditionFailed',
	503: 'ServiceUnavailable',
}

export const codeOfStatus = (status: number) => BY_STATUS[status] ?? `HTTP${status}`
