import { toHex } from '@smithy/core/serde'

const encoder = new TextEncoder()
const SHA256 = 'SHA-256'
const HMAC = { name: 'HMAC', hash: SHA256 }
/** One buffer for all texts: an array made for each of them costs more than its digest. */
const scratch = new Uint8Array(16_384)

/** SHA-256 in hexadecimal over WebCrypto, which copies what it gets before it returns. */
export async function sha256(data: string | Uint8Array): Promise<string> {
	return toHex(new Uint8Array(await crypto.subtle.digest(SHA256, bytesOf(data))))
}

/** HMAC-SHA-256 in hexadecimal. An imported key signs many times: importing it costs more than a signature. */
export async function hmac(key: CryptoKey, text: string): Promise<string> {
	return toHex(new Uint8Array(await crypto.subtle.sign(HMAC, key, bytesOf(text))))
}

/** The key at the end of a chain of HMACs, each keyed by the one before. It cannot be read out again. */
export async function chainedKey(secret: string, parts: readonly string[]): Promise<CryptoKey> {
	const imported = (bytes: Uint8Array<ArrayBuffer> | ArrayBuffer) =>
		crypto.subtle.importKey('raw', bytes, HMAC, false, ['sign'])
	let key = await imported(encoder.encode(secret))
	for (const part of parts) key = await imported(await crypto.subtle.sign(HMAC, key, bytesOf(part)))
	return key
}

/** Drops the last text, which may hold a session token. */
export function forgetTexts(): void {
	scratch.fill(0)
}

function bytesOf(data: string | Uint8Array): Uint8Array<ArrayBuffer> {
	if (typeof data !== 'string') return ownMemory(data)
	// A UTF-16 unit takes three bytes at most.
	if (data.length * 3 > scratch.length) return encoder.encode(data)
	return scratch.subarray(0, encoder.encodeInto(data, scratch).written)
}

function ownMemory(data: Uint8Array): Uint8Array<ArrayBuffer> {
	if (data.buffer instanceof ArrayBuffer) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
	throw new Error('What is shared with other threads cannot be hashed')
}
