import {
	ALGORITHM_IDENTIFIER,
	createScope,
	getCanonicalHeaders,
	KEY_TYPE_IDENTIFIER,
	SignatureV4Base,
} from '@smithy/signature-v4'
import { chainedKey, forgetTexts, hmac, sha256 } from './sha256.ts'

export type SigningCredentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string }

/** Exactly what goes on the wire. Strings or bytes only: streams and forms have no digest before they are sent. */
export type Signable = {
	method: string
	url: URL
	headers: Record<string, string>
	body: string | Uint8Array | null
}

/** The headers to send, signed ones included and without `host`, which a page may not set. Null when nobody is signed in. */
export type Sign = (request: Signable) => Promise<Record<string, string> | null>

export type SignerPorts = {
	/** Asked on every request: it does its own caching and knows expiry. */
	credentials: () => Promise<SigningCredentials | null>
	region: string
	/** The server's time, since the gate refuses what is more than 5 minutes off. */
	now: () => Date
}

const SERVICE = 'execute-api'
const ALGORITHM = ALGORITHM_IDENTIFIER
/** Of no byte at all (AWS Signature Version 4, empty payload). */
const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

/**
 * SigV4 for execute-api (AWS Signature Version 4; API Gateway developer guide, IAM authorization): what is signed is written by the library, the
 * three digests are ours. Holds no credentials between calls, only the key derived from the last ones.
 */
export function createSigner({ credentials, region, now }: SignerPorts): Sign {
	return async ({ method, url, headers, body }) => {
		const current = await credentials()
		if (!current) return null
		const { sessionToken } = current
		const payloadHash = body === null ? EMPTY : await sha256(body)
		const { longDate, shortDate } = canonical.dates(now())
		const { host, pathname, search } = url
		const sent: Record<string, string> = { ...headers, 'x-amz-content-sha256': payloadHash, 'x-amz-date': longDate }
		if (sessionToken !== undefined) sent['x-amz-security-token'] = sessionToken
		const request = { method, path: pathname, query: queryOf(search), headers: { ...sent, host } }
		const { names, text } = canonical.write(request, payloadHash)
		const scope = createScope(shortDate, region, SERVICE)
		const [key, requestHash] = await Promise.all([signingKey(current, shortDate, region), sha256(text)])
		const signature = await hmac(key, `${ALGORITHM}\n${longDate}\n${scope}\n${requestHash}`)
		sent.authorization = `${ALGORITHM} Credential=${current.accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`
		return sent
	}
}

type Unsigned = { method: string; path: string; query: Record<string, string[]>; headers: Record<string, string> }

/** The library's canonical form. Its own `sign` derives the key and encodes each text anew for every signature. */
class Canonical extends SignatureV4Base {
	constructor() {
		// Neither keys nor digests are asked of it.
		const credentials = { accessKeyId: '', secretAccessKey: '' }
		super({ service: SERVICE, region: '', credentials, sha256: NoDigest })
	}

	dates(now: Date) {
		return this.formatDate(now)
	}

	write(request: Unsigned, payloadHash: string) {
		const whole = { protocol: 'https:', hostname: '', ...request }
		const headers = getCanonicalHeaders(whole)
		return {
			names: this.getCanonicalHeaderList(headers),
			text: this.createCanonicalRequest(whole, headers, payloadHash),
		}
	}
}

class NoDigest {
	update(): void {
		throw new Error('Digests come from sha256.ts')
	}
	digest(): Promise<Uint8Array> {
		throw new Error('Digests come from sha256.ts')
	}
	reset(): void {}
}

const canonical = new Canonical()

/** The derived key holds for one day, region and secret. */
let derived: { of: string; key: Promise<CryptoKey> } | null = null

function signingKey({ secretAccessKey }: SigningCredentials, day: string, region: string): Promise<CryptoKey> {
	const of = `${day}/${region}/${secretAccessKey}`
	if (derived?.of !== of) {
		derived = { of, key: chainedKey(`AWS4${secretAccessKey}`, [day, region, SERVICE, KEY_TYPE_IDENTIFIER]) }
	}
	return derived.key
}

/** Forgets the derived key, which lives as long as the page otherwise. */
export function forgetSigningKeys(): void {
	derived = null
	forgetTexts()
}

function queryOf(search: string): Record<string, string[]> {
	const query: Record<string, string[]> = {}
	for (const part of search.slice(1).split('&').filter(Boolean)) {
		const [name = '', ...rest] = part.split('=')
		const key = decodeURIComponent(name)
		query[key] = [...(query[key] ?? []), decodeURIComponent(rest.join('='))]
	}
	return query
}
