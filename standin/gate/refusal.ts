/** Two generations of texts are in the field: a client must understand both. */
export type Wording = 'old' | 'new'

/**
 * An answer made by the gateway itself. Statuses, types and texts: captured answers of API Gateway and its developer
 * guide ("set-up-logging", "supported-gateway-response-types").
 */
export type Refusal = {
	/** The gateway response type; null where no API is involved yet, so that none of its responses applies. */
	responseType: string | null
	status: number
	errorType: string
	message: string
	/** Policy denials spell the key with a capital, all others do not. */
	messageKey: 'message' | 'Message'
}

/** Tells a refusal from whatever else a step of the gate may hand back. */
export const isRefusal = (value: object): value is Refusal => 'errorType' in value

function refusal(responseType: string | null, status: number, errorType: string, message: string): Refusal {
	return { responseType, status, errorType, message, messageKey: 'message' }
}

/** Unknown stage, also the bare address: no API answers there (seen in the field; not a missing token). */
export const unknownStage = refusal(null, 403, 'ForbiddenException', 'Forbidden')

/** Unsigned, or no such route or method: the two are not told apart. */
export const missingToken = refusal(
	'MISSING_AUTHENTICATION_TOKEN',
	403,
	'MissingAuthenticationTokenException',
	'Missing Authentication Token',
)

export const unknownCaller = refusal(
	'ACCESS_DENIED',
	403,
	'UnrecognizedClientException',
	'The security token included in the request is invalid.',
)

export const expiredToken = refusal(
	'EXPIRED_TOKEN',
	403,
	'ExpiredTokenException',
	'The security token included in the request is expired',
)

export const throttled = refusal('THROTTLED', 429, 'TooManyRequestsException', 'Too Many Requests')

export const bodyTooLarge = refusal('REQUEST_TOO_LARGE', 413, 'RequestTooLargeException', 'Request Too Long')

export const headersTooLarge = refusal(
	null,
	431,
	'RequestHeaderFieldsTooLargeException',
	'HTTP header is larger than 10240 bytes.',
)

export const uriTooLong = refusal(null, 414, 'RequestUriTooLongException', 'Request-URI Too Long')

export const backendLate = refusal(
	'INTEGRATION_TIMEOUT',
	504,
	'InternalServerErrorException',
	'Endpoint request timed out',
)

export const backendUnreachable = refusal(
	'INTEGRATION_FAILURE',
	504,
	'InternalServerErrorException',
	'Network error communicating with endpoint',
)

export const broken = refusal('DEFAULT_5XX', 500, 'InternalServerErrorException', 'Internal server error')

/** The Authorization header or the query's signature parts cannot be read. */
export const incompleteSignature = (message: string): Refusal =>
	refusal('INVALID_SIGNATURE', 403, 'IncompleteSignatureException', message)

/** The parts can be read but do not stand: scope, clock, what is signed, or the signature itself. */
export const invalidSignature = (message: string): Refusal =>
	refusal('INVALID_SIGNATURE', 403, 'InvalidSignatureException', message)

/** The real text may go on with the canonical request; it holds the session token, so it stays here. */
export const signatureMismatch = invalidSignature(
	'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
)

export const accessDenied = (message: string): Refusal => ({
	responseType: 'ACCESS_DENIED',
	status: 403,
	errorType: 'AccessDeniedException',
	message,
	messageKey: 'Message',
})
