import { clearCredentialCache, SignatureV4 } from '@smithy/signature-v4'
import { forgetKeys, Hmac, sha256 } from './sha256.ts'

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

/**
 * SigV4 for execute-api (AWS Signature Version 4; API Gateway developer guide, IAM authorization). Holds no credentials between calls. The session token
 * goes in as a header, signed like every other: as part of the credentials it would be part of the name under which the
 * library caches the derived key, a kilobyte to compare each time.
 */
export function createSigner({ credentials, region, now }: SignerPorts): Sign {
	return async ({ method, url, headers, body }) => {
		const current = await credentials()
		if (!current) return null
		const { accessKeyId, secretAccessKey, sessionToken } = current
		const long = { accessKeyId, secretAccessKey }
		const signer = new Signer({ service: 'execute-api', region, sha256: Hmac, credentials: long })
		const { host, pathname, search } = url
		const signed: Record<string, string> = { ...headers, host }
		if (sessionToken !== undefined) signed['x-amz-security-token'] = sessionToken
		if (body !== null) signed['x-amz-content-sha256'] = await sha256(body)
		const request = {
			method,
			protocol: 'https:',
			hostname: host,
			path: pathname,
			query: queryOf(search),
			headers: signed,
		}
		const { host: _, ...sent } = (await signer.sign(request, { signingDate: now() })).headers
		return sent
	}
}

/** The library's signer, except that no copy of the canonical request is made to hash it. */
class Signer extends SignatureV4 {
	protected override async createStringToSign(
		date: string,
		scope: string,
		canonicalRequest: string,
		algorithm: string,
	) {
		return [algorithm, date, scope, await sha256(canonicalRequest)].join('\n')
	}
}

/** Forgets derived keys, which live as long as the page otherwise. */
export function forgetSigningKeys(): void {
	clearCredentialCache()
	forgetKeys()
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
