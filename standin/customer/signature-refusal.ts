import { basicTime } from '../gate/sigv4/claim-parts.ts'
import type { Answer, AwsService } from './call.ts'
import { refusal } from './refusal.ts'
import { WINDOW } from './signature.ts'

export type SignatureTrouble =
	| 'unsigned'
	| 'incomplete'
	| 'unknown-key'
	| 'wrong-token'
	| 'expired'
	| 'mismatch'
	| 'skewed'
	| 'not-signed-header'
	| 'body-mismatch'
	| 'no-body-hash'
	| 'streaming'
	| 'query'

type Told = readonly [status: number, code: string, message: string]

const TOKEN_INVALID = 'The security token included in the request is invalid.'
const TOKEN_EXPIRED = 'The security token included in the request is expired'
const MISMATCH = 'The request signature we calculated does not match the signature you provided. Check your '
const LONG_MISMATCH = `${MISMATCH}AWS Secret Access Key and signing method. Consult the service documentation for details.`
const UNSIGNED_HEADERS = 'There were headers present in the request which were not signed'
const NO_HASH = 'Missing required header for this request: x-amz-content-sha256'
const BODY = "The provided 'x-amz-content-sha256' header does not match what was computed."
const STREAM = 'A header you provided implies functionality that is not implemented'
/** Told with the times. */
const SKEWED = 'Signature expired'
const QUERY = 'A signed query is not taken here: sign with an Authorization header.'

/** Statuses and codes as the services' API references list them under "common errors"; S3's own list for S3. */
const told: Record<'s3' | 'sts' | 'json', Record<SignatureTrouble, Told>> = {
	s3: {
		unsigned: [403, 'AccessDenied', 'Access Denied'],
		incomplete: [400, 'AuthorizationHeaderMalformed', 'The authorization header that you provided is not valid.'],
		'unknown-key': [403, 'InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.'],
		'wrong-token': [400, 'InvalidToken', 'The provided token is malformed or otherwise invalid.'],
		expired: [400, 'ExpiredToken', 'The provided token has expired.'],
		mismatch: [403, 'SignatureDoesNotMatch', `${MISMATCH}key and signing method.`],
		skewed: [403, 'RequestTimeTooSkewed', 'The difference between the request time and the current time is too large.'],
		'not-signed-header': [403, 'AccessDenied', UNSIGNED_HEADERS],
		'body-mismatch': [400, 'XAmzContentSHA256Mismatch', BODY],
		'no-body-hash': [400, 'InvalidRequest', NO_HASH],
		streaming: [501, 'NotImplemented', STREAM],
		query: [400, 'AuthorizationQueryParametersError', QUERY],
	},
	sts: {
		unsigned: [403, 'MissingAuthenticationToken', 'Request is missing Authentication Token'],
		incomplete: [400, 'IncompleteSignature', 'The request signature does not conform to AWS standards.'],
		'unknown-key': [403, 'InvalidClientTokenId', TOKEN_INVALID],
		'wrong-token': [403, 'InvalidClientTokenId', TOKEN_INVALID],
		expired: [403, 'ExpiredToken', TOKEN_EXPIRED],
		mismatch: [403, 'SignatureDoesNotMatch', LONG_MISMATCH],
		skewed: [403, 'SignatureDoesNotMatch', SKEWED],
		'not-signed-header': [403, 'SignatureDoesNotMatch', UNSIGNED_HEADERS],
		'body-mismatch': [403, 'SignatureDoesNotMatch', LONG_MISMATCH],
		'no-body-hash': [403, 'SignatureDoesNotMatch', NO_HASH],
		streaming: [403, 'SignatureDoesNotMatch', STREAM],
		query: [400, 'IncompleteSignature', QUERY],
	},
	json: {
		unsigned: [400, 'MissingAuthenticationTokenException', 'Missing Authentication Token'],
		incomplete: [400, 'IncompleteSignatureException', 'The request signature does not conform to AWS standards.'],
		'unknown-key': [400, 'UnrecognizedClientException', TOKEN_INVALID],
		'wrong-token': [400, 'UnrecognizedClientException', TOKEN_INVALID],
		expired: [400, 'ExpiredTokenException', TOKEN_EXPIRED],
		mismatch: [400, 'InvalidSignatureException', LONG_MISMATCH],
		skewed: [400, 'InvalidSignatureException', SKEWED],
		'not-signed-header': [400, 'InvalidSignatureException', UNSIGNED_HEADERS],
		'body-mismatch': [400, 'InvalidSignatureException', LONG_MISMATCH],
		'no-body-hash': [400, 'InvalidSignatureException', NO_HASH],
		streaming: [400, 'InvalidSignatureException', STREAM],
		query: [400, 'IncompleteSignatureException', QUERY],
	},
}

/** Why a request was not even read, as its service says it. `signedAt`: as the signature says. */
export function signatureRefusal(
	call: { service: AwsService; requestId: string; now: number; signedAt: number },
	trouble: SignatureTrouble,
): Answer {
	const { service, requestId, signedAt, now } = call
	const [status, code, message] = told[service === 's3' || service === 'sts' ? service : 'json'][trouble]
	if (trouble !== 'skewed') return refusal(service, requestId, { status, code, message })
	if (service === 's3') return refusal(service, requestId, { status, code, message, extra: timesOf(signedAt, now) })
	return refusal(service, requestId, { status, code, message: skewText(signedAt, now, WINDOW[service]) })
}

/** Seen in the field from services behind the common front end. */
function skewText(signedAt: number, now: number, window: number): string {
	const [early, late] = [basicTime(now - window), basicTime(now + window)]
	const span = `${window / 60_000} min.`
	return signedAt < now
		? `Signature expired: ${basicTime(signedAt)} is now earlier than ${early} (${basicTime(now)} - ${span})`
		: `Signature not yet current: ${basicTime(signedAt)} is still later than ${late} (${basicTime(now)} + ${span})`
}

/** Further members of S3's error document. */
const timesOf = (signedAt: number, now: number): Record<string, string> => ({
	RequestTime: basicTime(signedAt),
	ServerTime: `${new Date(now).toISOString().slice(0, 19)}Z`,
	MaxAllowedSkewMilliseconds: String(WINDOW.s3),
})
