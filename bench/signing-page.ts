import { createSigner } from '../lib/gateway/signer.ts'

const credentials = {
	accessKeyId: 'BENCHKEYBENCHKEY0000',
	secretAccessKey: 'x'.repeat(40),
	sessionToken: 't'.repeat(900),
}
const sign = createSigner({ credentials: async () => credentials, region: 'us-west-2', now: () => new Date() })
const url = new URL('http://localhost:3001/prod/v1/sources/harbor-web')
const encoder = new TextEncoder()

/** Signatures per second of the client's own signer for a JSON body of `bytes`, one after the other for `seconds`. */
export async function ours(bytes: number, seconds: number): Promise<number> {
	const body = 'b'.repeat(bytes)
	return await perSecond(seconds, async () => {
		await sign({ method: 'PUT', url, headers: { 'content-type': 'application/json' }, body })
	})
}

/** The least WebCrypto must do for one signature: digest of body and of the canonical request, one HMAC with a cached key. */
export async function floor(bytes: number, seconds: number): Promise<number> {
	const body = 'b'.repeat(bytes)
	const canonical = encoder.encode('c'.repeat(1_400))
	const stringToSign = encoder.encode('s'.repeat(140))
	const algorithm = { name: 'HMAC', hash: 'SHA-256' }
	const key = await crypto.subtle.importKey('raw', encoder.encode('k'.repeat(32)), algorithm, false, ['sign'])
	return await perSecond(seconds, async () => {
		await crypto.subtle.digest('SHA-256', encoder.encode(body))
		await crypto.subtle.digest('SHA-256', canonical)
		await crypto.subtle.sign('HMAC', key, stringToSign)
	})
}

async function perSecond(seconds: number, once: () => Promise<void>): Promise<number> {
	const started = performance.now()
	let count = 0
	while (performance.now() - started < seconds * 1_000) {
		await once()
		count++
	}
	return (count * 1_000) / (performance.now() - started)
}
