import { hash, timingSafeEqual } from 'node:crypto'

const digest = (text: string) => hash('sha256', text, 'buffer')

/**
 * Checks the shared secret that only the gate knows. Both sides are hashed, so that neither the length nor the first
 * differing character shows in the time taken; with two secrets (rotation) both are always compared.
 */
export function createGateProof(secrets: readonly string[]): (presented: string | null) => boolean {
	const accepted = secrets.map(digest)
	return (presented) => {
		const candidate = digest(presented ?? '')
		return accepted.reduce((matched, secret) => timingSafeEqual(secret, candidate) || matched, false)
	}
}
