import { timingSafeEqual } from 'node:crypto'
import type { Clock } from '../../world/clock.ts'
import type { IssuedCredentials, Keyring } from '../../world/keyring.ts'
import {
	expiredToken,
	invalidSignature,
	isRefusal,
	type Refusal,
	signatureMismatch,
	unknownCaller,
	type Wording,
} from '../refusal.ts'
import { valuesOf, type WireRequest } from '../wire-request.ts'
import { canonicalRequest } from './canonical.ts'
import { readClaim } from './claim.ts'
import { basicTime, type Claim } from './claim-parts.ts'
import { sha256, signature, stringToSign } from './signature.ts'

const WINDOW_SECONDS = 300
/** Signed with for unknown keys, so that they take as long as known ones. */
const NOBODY = { secretAccessKey: 'no key of this world has this secret', sessionToken: '' }

export type VerifyOptions = { clock: Clock; keyring: Keyring; region: string; wording: Wording }

/** The caller whose signature covers this request, or why it is refused: parse, scope, key, signature, time. */
export function verify(request: WireRequest, options: VerifyOptions): IssuedCredentials | Refusal {
	const claim = readClaim(request, options.wording)
	if (isRefusal(claim)) return claim
	const shape = scopeRefusal(claim, options.region) ?? coverageRefusal(request, claim)
	if (shape) return shape

	const caller = options.keyring.find(claim.accessKeyId)
	const { secretAccessKey, sessionToken } = caller ?? NOBODY
	const tokenStands = sameText(claim.token ?? '', sessionToken ?? '')
	const signatureStands = sameText(claim.signature, expectedSignature(request, claim, secretAccessKey))
	if (!caller || !tokenStands) return unknownCaller
	if (caller.expiresAt !== null && options.clock.now() >= caller.expiresAt) return expiredToken
	if (!signatureStands) return signatureMismatch
	return clockRefusal(claim, options.clock.now()) ?? caller
}

function expectedSignature(request: WireRequest, claim: Claim, secret: string): string {
	const canonical = canonicalRequest({
		...request,
		signedHeaders: claim.signedHeaders,
		payloadHash: sha256(request.body),
	})
	return signature(secret, claim.scope, stringToSign(claim.time, claim.scope, canonical))
}

/** Equal length first, then constant time: a length is no secret, the bytes are. */
function sameText(given: string, expected: string): boolean {
	const [a, b] = [Buffer.from(given, 'latin1'), Buffer.from(expected, 'latin1')]
	return a.length === b.length && timingSafeEqual(a, b)
}

function scopeRefusal({ scope, time }: Claim, region: string): Refusal | null {
	if (scope.terminator !== 'aws4_request') {
		return invalidSignature(
			`Credential should be scoped with a valid terminator: 'aws4_request', not '${scope.terminator}'.`,
		)
	}
	if (scope.region !== region) {
		return invalidSignature(`Credential should be scoped to a valid region, not '${scope.region}'.`)
	}
	if (scope.service !== 'execute-api') {
		return invalidSignature("Credential should be scoped to correct service: 'execute-api'.")
	}
	const day = time.slice(0, 8)
	if (scope.date === day) return null
	return invalidSignature(
		`Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${scope.date}' != '${day}', from '${time}'.`,
	)
}

/**
 * What must lie under the signature. Stricter than AWS is known to be: every x-amz-* header present, once, and a
 * Content-Encoding, because what rides along unsigned can be added by whoever carries the request.
 */
function coverageRefusal(request: WireRequest, claim: Claim): Refusal | null {
	const signed = claim.signedHeaders
	if (!signed.includes('host')) {
		return invalidSignature("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.")
	}
	const ascending = signed.every((name, i) => i === 0 || (signed[i - 1] ?? '') < name)
	if (!ascending || signed.some((name) => name !== name.toLowerCase())) return signatureMismatch
	if (signed.some((name) => valuesOf(request.headers, name).length !== 1)) return signatureMismatch
	for (const [name] of request.headers) {
		const key = name.toLowerCase()
		if ((key.startsWith('x-amz-') || key === 'content-encoding') && !signed.includes(key)) {
			return invalidSignature(`'${name}' must be a 'SignedHeader' in the AWS Authorization.`)
		}
	}
	const declared = valuesOf(request.headers, 'x-amz-content-sha256')[0]
	// UNSIGNED-PAYLOAD and the streaming words are no hashes, so they fall here too.
	return declared === undefined || declared === sha256(request.body) ? null : signatureMismatch
}

function clockRefusal(claim: Claim, now: number): Refusal | null {
	const life = claim.expiresSeconds ?? WINDOW_SECONDS
	const span = claim.expiresSeconds === null ? '5 min.' : `${life} sec.`
	if (now > claim.timestamp + life * 1000) {
		const oldest = basicTime(now - life * 1000)
		return invalidSignature(
			`Signature expired: ${claim.time} is now earlier than ${oldest} (${basicTime(now)} - ${span})`,
		)
	}
	if (claim.timestamp > now + WINDOW_SECONDS * 1000) {
		const latest = basicTime(now + WINDOW_SECONDS * 1000)
		return invalidSignature(
			`Signature not yet current: ${claim.time} is still later than ${latest} (${basicTime(now)} + 5 min.)`,
		)
	}
	return null
}
