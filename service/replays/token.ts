import { randomBytes } from 'node:crypto'

/** Crockford's base 32: no letter that is read for another. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const LENGTH = 26
const RANDOM_BYTES = 10

/**
 * What a part is recognised by on the cluster, the same in each of its submissions: 26 characters, 48 bits of milliseconds
 * before 80 random ones, so that tokens sort by time (the layout of a ULID, ulid/spec).
 */
export function createToken(at: Date): string {
	const random = BigInt(`0x${randomBytes(RANDOM_BYTES).toString('hex')}`)
	let rest = (BigInt(at.getTime()) << BigInt(8 * RANDOM_BYTES)) | random
	let token = ''
	while (token.length < LENGTH) {
		token = DIGITS.charAt(Number(rest % 32n)) + token
		rest /= 32n
	}
	return token
}
