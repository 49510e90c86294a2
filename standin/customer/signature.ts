import { timingSafeEqual } from 'node:crypto'
import { isRefusal } from '../gate/refusal.ts'
import { canonicalRequest } from '../gate/sigv4/canonical.ts'
import type { Claim } from '../gate/sigv4/claim-parts.ts'
import { claimFromHeader } from '../gate/sigv4/header-claim.ts'
import { sha256, signature, stringToSign } from '../gate/sigv4/signature.ts'
import { valuesOf, type WireRequest } from '../gate/wire-request.ts'
import type { IssuedCredentials, Keyring } from '../world/keyring.ts'
import type { AwsService } from './call.ts'
import type { SignatureTrouble } from './signature-refusal.ts'

const MINUTE = 60_000
/** How far a signer's clock may be off (S3 developer guide, STS texts; five minutes at the other front ends). */
export const WINDOW: Record<AwsService, number> = {
	s3: 15 * MINUTE,
	sts: 15 * MINUTE,
	glue: 5 * MINUTE,
	elasticmapreduce: 5 * MINUTE,
}
/** Signed with for unknown keys, so that they take as long as known ones. */
const NOBODY = { secretAccessKey: 'no key of this world has this secret', sessionToken: '' }

const SERVICES: readonly string[] = Object.keys(WINDOW)
const isService = (name: string): name is AwsService => SERVICES.includes(name)

/** What the signature says the request is for; the message names what is missing. */
export function readScope(
	request: WireRequest,
): { claim: Claim; service: AwsService } | { trouble: SignatureTrouble; service: AwsService } {
	const guess = guessService(request)
	const authorization = valuesOf(request.headers, 'authorization')
	if (/(^|&)X-Amz-(Algorithm|Signature)=/.test(request.query)) return { trouble: 'query', service: guess }
	const [header, ...more] = authorization
	if (header === undefined) return { trouble: 'unsigned', service: guess }
	const claim = claimFromHeader(header, request.headers, 'new')
	if (more.length > 0 || isRefusal(claim)) return { trouble: 'incomplete', service: guess }
	const { scope, time } = claim
	const sound =
		scope.terminator === 'aws4_request' &&
		scope.date === time.slice(0, 8) &&
		/^[a-z]{2}(-[a-z]+)+-\d$/.test(scope.region)
	if (!isService(scope.service) || !sound) return { trouble: 'incomplete', service: guess }
	return { claim, service: scope.service }
}

/** Whose wire format an unsigned request is to be refused in. */
function guessService({ headers }: WireRequest): AwsService {
	const [target = ''] = valuesOf(headers, 'x-amz-target')
	if (target !== '') return target.startsWith('ElasticMapReduce.') ? 'elasticmapreduce' : 'glue'
	const [type = ''] = valuesOf(headers, 'content-type')
	return type.startsWith('application/x-www-form-urlencoded') ? 'sts' : 's3'
}

/** The caller whose signature covers this request: key, token, expiry, signature and time, in the order of the gate. */
export function verifySignature(
	request: WireRequest,
	{ claim, service }: { claim: Claim; service: AwsService },
	{ keyring, now }: { keyring: Keyring; now: number },
): IssuedCredentials | SignatureTrouble {
	const payload = payloadHash(request, service)
	if ('trouble' in payload) return payload.trouble
	const signed = claim.signedHeaders
	const unsigned = request.headers.some(([name]) => /^x-amz-/i.test(name) && !signed.includes(name.toLowerCase()))
	if (unsigned || !signed.includes('host')) return 'not-signed-header'

	const caller = keyring.find(claim.accessKeyId)
	const { secretAccessKey, sessionToken } = caller ?? NOBODY
	const form = service === 's3' ? 'as-sent' : 'normalised'
	const canonical = canonicalRequest({ ...request, signedHeaders: signed, payloadHash: payload.hash }, form)
	const expected = signature(secretAccessKey, claim.scope, stringToSign(claim.time, claim.scope, canonical))
	const tokenStands = sameText(claim.token ?? '', sessionToken ?? '')
	if (!caller) return 'unknown-key'
	if (!tokenStands) return 'wrong-token'
	if (caller.expiresAt !== null && now >= caller.expiresAt) return 'expired'
	if (!sameText(claim.signature, expected)) return 'mismatch'
	return Math.abs(now - claim.timestamp) > WINDOW[service] ? 'skewed' : caller
}

/** S3 wants to be told the hash, or that the body is not covered; the others take the hash of what came. */
function payloadHash(
	{ headers, body }: WireRequest,
	service: AwsService,
): { hash: string } | { trouble: SignatureTrouble } {
	const [declared] = valuesOf(headers, 'x-amz-content-sha256')
	const hash = sha256(body)
	if (service !== 's3') return declared === undefined || declared === hash ? { hash } : { trouble: 'mismatch' }
	if (declared === undefined) return { trouble: 'no-body-hash' }
	if (declared.startsWith('STREAMING-')) return { trouble: 'streaming' }
	return declared === hash || declared === 'UNSIGNED-PAYLOAD' ? { hash: declared } : { trouble: 'body-mismatch' }
}

function sameText(given: string, expected: string): boolean {
	const [a, b] = [Buffer.from(given, 'latin1'), Buffer.from(expected, 'latin1')]
	return a.length === b.length && timingSafeEqual(a, b)
}
