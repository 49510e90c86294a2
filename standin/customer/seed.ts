import { createHash } from 'node:crypto'

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** Bytes that look drawn and are the same in every run. */
export const sha512 = (seed: string): Buffer => createHash('sha512').update(seed).digest()

/** Ids that look drawn and are the same in every run, so that a test, a log and a screenshot agree. */
const drawn = (seed: string, alphabet: string, length: number): string =>
	Array.from(sha512(seed).subarray(0, length), (byte) => alphabet[byte % alphabet.length]).join('')

export const roleIdOf = (arn: string): string => `AROA${drawn(arn, BASE32, 17)}`
export const stepIdOf = (seed: string): string => `s-${drawn(seed, DIGITS, 13)}`
export const hexOf = (seed: string, length: number): string => drawn(seed, '0123456789abcdef', length)

/** `YYYY-MM-DD` in UTC. */
export const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10)
