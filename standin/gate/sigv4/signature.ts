import { createHash, createHmac } from 'node:crypto'

export const ALGORITHM = 'AWS4-HMAC-SHA256'

export type Scope = { date: string; region: string; service: string; terminator: string }

const scopeText = (scope: Scope): string => `${scope.date}/${scope.region}/${scope.service}/${scope.terminator}`

/** Lower-case hex SHA-256. Text is one character per byte. */
export function sha256(data: Buffer | string): string {
	return createHash('sha256')
		.update(typeof data === 'string' ? Buffer.from(data, 'latin1') : data)
		.digest('hex')
}

/** `time` is the basic ISO form, `20150830T123600Z`. */
export function stringToSign(time: string, scope: Scope, canonical: string): string {
	return [ALGORITHM, time, scopeText(scope), sha256(canonical)].join('\n')
}

/** The lower-case hex signature of SigV4: a key derived in four steps, then one HMAC. */
export function signature(secret: string, scope: Scope, toSign: string): string {
	const key = [scope.date, scope.region, scope.service, scope.terminator].reduce(
		(previous: Buffer | string, part) => createHmac('sha256', previous).update(part, 'latin1').digest(),
		`AWS4${secret}`,
	)
	return createHmac('sha256', key).update(toSign, 'latin1').digest('hex')
}
