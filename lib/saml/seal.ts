import { hkdfSync } from 'node:crypto'
import { EncryptJWT, type JWTPayload, jwtDecrypt } from 'jose'

/** Longer than any sealed hand-over; what is longer was not made here. */
const MAX_SEALED = 120_000

/**
 * Encrypts and authenticates a small record for its way through a browser (JWE, direct, A256GCM).
 * `purpose` is part of the key: what was sealed for one purpose never opens for another. The first secret seals.
 */
export async function seal(
	secrets: string[],
	purpose: string,
	record: Record<string, unknown>,
	life: { now: number; seconds: number },
): Promise<string> {
	const [secret] = secrets
	if (secret === undefined) throw new Error('There is no secret to seal with')
	const until = Math.floor(life.now / 1000) + life.seconds
	return await new EncryptJWT({ record })
		.setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
		.setExpirationTime(until)
		.encrypt(key(secret, purpose))
}

/** What was sealed, or null: another purpose, another secret, changed, or too old. Any of the secrets may have sealed it. */
export async function unseal(secrets: string[], purpose: string, sealed: string, now: number): Promise<unknown> {
	if (sealed.length > MAX_SEALED) return null
	for (const secret of secrets) {
		const payload = await open(key(secret, purpose), sealed, now)
		if (payload) return payload.record
	}
	return null
}

async function open(key: Uint8Array, sealed: string, now: number): Promise<JWTPayload | null> {
	try {
		const { payload } = await jwtDecrypt(sealed, key, {
			currentDate: new Date(now),
			keyManagementAlgorithms: ['dir'],
			contentEncryptionAlgorithms: ['A256GCM'],
			requiredClaims: ['exp'],
		})
		return payload
	} catch {
		return null
	}
}

/** HKDF with SHA-256 (RFC 5869): a separate key for each purpose, from a secret that may be any long text. */
const key = (secret: string, purpose: string): Uint8Array =>
	new Uint8Array(hkdfSync('sha256', secret, 'sluice.seal', purpose, 32))
