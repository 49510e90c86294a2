import { toHex } from '@smithy/core/serde'

type Secret = string | ArrayBuffer | ArrayBufferView

const encoder = new TextEncoder()
const SHA256 = 'SHA-256'
/** One buffer for all texts: an array made for each of them costs more than its digest. */
const scratch = new Uint8Array(16_384)

/** Imported HMAC keys. The signer hands over the same derived key for a day, and the same secret for an hour. */
let keys = new WeakMap<object, Promise<CryptoKey>>()
/** The latest HMAC with a secret in text: the signer asks for the same one before each signature, to look up its derived key. */
let latest: { secret: string; data: Uint8Array; mac: Promise<Uint8Array> } | null = null

/** SHA-256 in hexadecimal over WebCrypto, which copies what it gets before it returns. */
export async function sha256(data: string | Uint8Array): Promise<string> {
	const bytes = typeof data === 'string' ? encoded(data) : ownMemory(data)
	return toHex(new Uint8Array(await crypto.subtle.digest(SHA256, bytes)))
}

/**
 * HMAC over WebCrypto, as the signer wants it. The library's own imports the key again for every signature, which costs
 * about half of the signatures per second. Chained promises rather than async functions, since each of those is a turn more.
 */
export class Hmac {
	private readonly secret: Secret
	private data: Uint8Array<ArrayBuffer> | null = null

	constructor(secret?: Secret) {
		if (secret === undefined) throw new Error('Hmac needs a secret: digests come from sha256')
		this.secret = secret
	}

	/** Takes its data in one piece: the signer does so. */
	update(data: Secret): void {
		if (this.data !== null) throw new Error('Hmac takes its data in one piece')
		this.data = bytesOf(data)
	}

	digest(): Promise<Uint8Array> {
		const data = this.data ?? new Uint8Array()
		return typeof this.secret === 'string' ? macOfText(this.secret, data) : mac(keyOf(this.secret), data)
	}
}

/** Drops imported keys, which cannot be read out but could still sign, and the last text with its session token. */
export function forgetKeys(): void {
	keys = new WeakMap()
	latest = null
	scratch.fill(0)
}

function encoded(text: string): Uint8Array<ArrayBuffer> {
	// A UTF-16 unit takes three bytes at most.
	if (text.length * 3 > scratch.length) return encoder.encode(text)
	return scratch.subarray(0, encoder.encodeInto(text, scratch).written)
}

function keyOf(secret: Exclude<Secret, string>): Promise<CryptoKey> {
	const known = keys.get(secret)
	if (known) return known
	const key = imported(secret)
	keys.set(secret, key)
	return key
}

function macOfText(secret: string, data: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
	if (latest?.secret !== secret || !equal(latest.data, data)) {
		latest = { secret, data, mac: mac(imported(secret), data) }
	}
	return latest.mac
}

const mac = (key: Promise<CryptoKey>, data: Uint8Array<ArrayBuffer>): Promise<Uint8Array> =>
	key.then((one) => crypto.subtle.sign('HMAC', one, data)).then((bytes) => new Uint8Array(bytes))

const imported = (secret: Secret) =>
	crypto.subtle.importKey('raw', bytesOf(secret), { name: 'HMAC', hash: SHA256 }, false, ['sign'])

const equal = (one: Uint8Array, other: Uint8Array): boolean =>
	one.length === other.length && one.every((byte, at) => byte === other[at])

function bytesOf(data: Secret): Uint8Array<ArrayBuffer> {
	if (typeof data === 'string') return encoder.encode(data)
	if (data instanceof ArrayBuffer) return new Uint8Array(data)
	return ownMemory(data)
}

function ownMemory(data: ArrayBufferView): Uint8Array<ArrayBuffer> {
	if (data.buffer instanceof ArrayBuffer) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
	throw new Error('What is shared with other threads cannot be hashed')
}
