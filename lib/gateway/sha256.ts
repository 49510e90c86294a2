type Secret = string | ArrayBuffer | ArrayBufferView

const encoder = new TextEncoder()

/** Imported HMAC keys. The signer hands over the same derived key for a day, and the same secret for an hour. */
let keys = new WeakMap<object, Promise<CryptoKey>>()
/** The latest HMAC with a secret in text: the signer asks for the same one before each signature, to look up its derived key. */
let latest: { secret: string; data: string; mac: Promise<Uint8Array> } | null = null

/**
 * SHA-256, or HMAC with a secret, over WebCrypto, as the signer wants it. The library's own imports the key again for every
 * signature and copies each body twice, which costs about half of the signatures per second.
 */
export class Sha256 {
	private readonly secret: Secret | undefined
	private data: Uint8Array<ArrayBuffer> = new Uint8Array()

	constructor(secret?: Secret) {
		this.secret = secret
	}

	/** Keeps the last `data` only: the signer hashes each text in one piece. */
	update(data: Secret): void {
		if (this.data.length > 0) throw new Error('Sha256 takes its data in one piece')
		this.data = bytesOf(data)
	}

	async digest(): Promise<Uint8Array> {
		if (this.secret === undefined) return new Uint8Array(await crypto.subtle.digest('SHA-256', this.data))
		if (typeof this.secret !== 'string') return await mac(await keyOf(this.secret), this.data)
		return await macOfText(this.secret, this.data)
	}

	reset(): void {
		this.data = new Uint8Array()
	}
}

/** Drops imported keys. They cannot be read out, but they could still sign. */
export function forgetKeys(): void {
	keys = new WeakMap()
	latest = null
}

function keyOf(secret: Exclude<Secret, string>): Promise<CryptoKey> {
	const key = keys.get(secret) ?? imported(secret)
	keys.set(secret, key)
	return key
}

function macOfText(secret: string, bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
	const data = String.fromCharCode(...bytes)
	if (latest?.secret !== secret || latest.data !== data) {
		latest = { secret, data, mac: imported(secret).then((key) => mac(key, bytes)) }
	}
	return latest.mac
}

const mac = async (key: CryptoKey, data: Uint8Array<ArrayBuffer>) =>
	new Uint8Array(await crypto.subtle.sign('HMAC', key, data))

const imported = (secret: Secret) =>
	crypto.subtle.importKey('raw', bytesOf(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])

function bytesOf(data: Secret): Uint8Array<ArrayBuffer> {
	if (typeof data === 'string') return encoder.encode(data)
	if (data instanceof ArrayBuffer) return new Uint8Array(data)
	if (data.buffer instanceof ArrayBuffer) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
	throw new Error('Sha256 cannot read memory that is shared')
}
