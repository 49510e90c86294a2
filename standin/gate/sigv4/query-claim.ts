import { incompleteSignature, isRefusal, type Refusal } from '../refusal.ts'
import { type Header, valuesOf } from '../wire-request.ts'
import { type Claim, parseCredential, parseTime } from './claim-parts.ts'
import { ALGORITHM } from './signature.ts'

export type Parameter = readonly [name: string, value: string]

const PARTS = ['X-Amz-Credential', 'X-Amz-Date', 'X-Amz-Expires', 'X-Amz-Signature', 'X-Amz-SignedHeaders'] as const
const WEEK_SECONDS = 604_800

/** Decoded parameters in wire order. What cannot be decoded stays as it is: the signature decides about it. */
export function queryParameters(wireQuery: string): Parameter[] {
	if (wireQuery === '') return []
	return wireQuery.split('&').map((pair) => {
		const equals = pair.indexOf('=')
		return equals < 0 ? [decoded(pair), ''] : [decoded(pair.slice(0, equals)), decoded(pair.slice(equals + 1))]
	})
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text)
	} catch {
		return text
	}
}

/** Reads the query form ("presigned"). Each part stands exactly once, and nothing of it may come as a header too. */
export function claimFromQuery(parameters: readonly Parameter[], headers: readonly Header[]): Claim | Refusal {
	const all = (name: string): string[] => parameters.filter(([key]) => key === name).map(([, value]) => value)
	const [algorithm = '', ...twice] = all('X-Amz-Algorithm')
	if (algorithm !== ALGORITHM || twice.length > 0) {
		return incompleteSignature(`AWS query-string parameters must include '${ALGORITHM}' as X-Amz-Algorithm once.`)
	}
	for (const name of PARTS) {
		if (all(name).length !== 1) return incompleteSignature(`AWS query-string parameters must include '${name}' once.`)
	}
	for (const name of ['x-amz-date', 'x-amz-security-token']) {
		if (valuesOf(headers, name).length > 0) {
			return incompleteSignature(`A signed query brings its own date and token: '${name}' may not come as a header.`)
		}
	}
	const [credentialText = '', time = '', expires = '', signature = '', signedHeaders = ''] = PARTS.map(
		(name) => all(name)[0],
	)
	const tokens = all('X-Amz-Security-Token')
	if (tokens.length > 1) return incompleteSignature("AWS query-string parameters hold 'X-Amz-Security-Token' twice.")

	const credential = parseCredential(credentialText)
	if (isRefusal(credential)) return credential
	const timestamp = parseTime(time)
	if (typeof timestamp !== 'number') return timestamp
	const expiresSeconds = /^[0-9]{1,6}$/.test(expires) ? Number(expires) : 0
	if (expiresSeconds < 1 || expiresSeconds > WEEK_SECONDS) {
		return incompleteSignature(`X-Amz-Expires must be between 1 and ${WEEK_SECONDS} seconds`)
	}
	return {
		form: 'query',
		...credential,
		signedHeaders: signedHeaders.split(';'),
		signature,
		time,
		timestamp,
		token: tokens[0] ?? null,
		expiresSeconds,
	}
}
