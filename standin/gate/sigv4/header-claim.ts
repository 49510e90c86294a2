import { createHash } from 'node:crypto'
import { incompleteSignature, isRefusal, type Refusal, type Wording } from '../refusal.ts'
import { type Header, valuesOf } from '../wire-request.ts'
import { type Claim, parseCredential, parseTime } from './claim-parts.ts'
import { ALGORITHM } from './signature.ts'

const PARTS = ['Credential', 'Signature', 'SignedHeaders']

/** Reads `AWS4-HMAC-SHA256 Credential=..., SignedHeaders=..., Signature=...` and the times and token beside it. */
export function claimFromHeader(value: string, headers: readonly Header[], wording: Wording): Claim | Refusal {
	const parts = keyValues(value)
	if (typeof parts === 'string') return notKeyValue(parts, value, wording)
	const [time] = valuesOf(headers, 'x-amz-date')
	const missing = PARTS.filter((name) => !parts.get(name)).map(
		(name) => `Authorization header requires '${name}' parameter.`,
	)
	// A Date header may stand in for X-Amz-Date at AWS; a browser cannot set one, and two clocks are one too many.
	if (time === undefined) {
		missing.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.")
	}
	if (missing.length > 0 || time === undefined) return missingParts(missing, value, wording)

	const credential = parseCredential(parts.get('Credential') ?? '')
	if (isRefusal(credential)) return credential
	const timestamp = parseTime(time)
	if (typeof timestamp !== 'number') return timestamp
	return {
		form: 'header',
		...credential,
		signedHeaders: (parts.get('SignedHeaders') ?? '').split(';'),
		signature: parts.get('Signature') ?? '',
		time,
		timestamp,
		token: valuesOf(headers, 'x-amz-security-token')[0] ?? null,
		expiresSeconds: null,
	}
}

/** The parts by name, or the first piece that is none of them. */
function keyValues(value: string): Map<string, string> | string {
	const [algorithm = '', ...rest] = value.split(' ')
	if (algorithm !== ALGORITHM) return algorithm
	const parts = new Map<string, string>()
	if (rest.length === 0) return parts
	for (const piece of rest.join(' ').split(',')) {
		const [, name, text] = /^ *(\w+)=(\S*) *$/.exec(piece) ?? []
		if (name === undefined || text === undefined || !PARTS.includes(name) || parts.has(name)) return piece.trim()
		parts.set(name, text)
	}
	return parts
}

const hashed = (value: string): string => createHash('sha256').update(value, 'latin1').digest('base64')

function notKeyValue(piece: string, value: string, wording: Wording): Refusal {
	return incompleteSignature(
		wording === 'old'
			? `'${piece}' not a valid key=value pair (missing equal-sign) in Authorization header: '${value}'.`
			: `Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): '${hashed(value)}'.`,
	)
}

function missingParts(sentences: readonly string[], value: string, wording: Wording): Refusal {
	return incompleteSignature(
		wording === 'old'
			? `${sentences.join(' ')} Authorization=${value}`
			: `${sentences.join(' ')} (Hashed with SHA-256 and encoded with Base64) Authorization=${hashed(value)}`,
	)
}
