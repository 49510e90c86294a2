import { createHash } from 'node:crypto'

/**
 * The identity id of a login: the same for the same pool, provider and NameID, also after a restart. Shaped like the
 * real ones, `REGION:UUID`.
 */
export function identityOf(poolId: string, providerArn: string, nameId: string): string {
	const hash = createHash('sha256')
		.update(JSON.stringify([poolId, providerArn, nameId]))
		.digest('hex')
	const variant = ((Number.parseInt(hash.slice(16, 17), 16) & 3) | 8).toString(16)
	const uuid = [
		hash.slice(0, 8),
		hash.slice(8, 12),
		`4${hash.slice(13, 16)}`,
		`${variant}${hash.slice(17, 20)}`,
		hash.slice(20, 32),
	]
	return `${poolId.split(':')[0]}:${uuid.join('-')}`
}
