import { type Header, valuesOf } from '../wire-request.ts'
import { encodeBytes } from './encode.ts'

/** What a signature covers. Text is one character per byte, as read from the wire. */
export type SignedParts = {
	method: string
	path: string
	query: string
	headers: readonly Header[]
	/** Lower-case names in the order the caller listed them. */
	signedHeaders: readonly string[]
	/** Lower-case hex SHA-256 of the body. */
	payloadHash: string
}

/**
 * What signers do to the path: `normalised` is what every service but S3 asks for; `encoded` skips the dots; `as-sent`
 * is S3, whose keys may hold dots and empty segments and are encoded once.
 */
export type PathForm = 'normalised' | 'encoded' | 'as-sent'

/** The canonical request of "Create a signed AWS API request" (IAM user guide). */
export function canonicalRequest(parts: SignedParts, form: PathForm = 'normalised'): string {
	return [
		parts.method,
		canonicalPath(parts.path, form),
		canonicalQuery(parts.query),
		...parts.signedHeaders.map((name) => `${name}:${canonicalValue(valuesOf(parts.headers, name))}`),
		'',
		parts.signedHeaders.join(';'),
		parts.payloadHash,
	].join('\n')
}

/** Encoded once more than on the wire, so that an escape `%2F` becomes `%252F`; by S3's form it stays. */
function canonicalPath(wirePath: string, form: PathForm): string {
	return form === 'as-sent'
		? encodeBytes(wirePath, '/%')
		: encodeBytes(form === 'normalised' ? withoutDots(wirePath) : wirePath, '/')
}

function withoutDots(path: string): string {
	const kept: string[] = []
	for (const segment of path.split('/')) {
		if (segment === '..') kept.pop()
		else if (segment !== '' && segment !== '.') kept.push(segment)
	}
	const folder = kept.length > 0 && path.endsWith('/')
	return `/${kept.join('/')}${folder ? '/' : ''}`
}

/**
 * Parameters sorted by encoded name, then value; the signature itself is left out.
 * An escape stays as it was sent and a plainly written reserved byte is escaped, so `:` and `%3A` are one. A plus and
 * a hash stay bare, which no signer produces: they mean a space or an end to some readers behind the gate, so they
 * can never match.
 */
function canonicalQuery(wireQuery: string): string {
	if (wireQuery === '') return ''
	return wireQuery
		.split('&')
		.map((pair) => {
			const equals = pair.indexOf('=')
			return equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)]
		})
		.map(([name = '', value = '']) => [encodeBytes(name, '%+#'), encodeBytes(value, '%+#')] as const)
		.filter(([name]) => name !== 'X-Amz-Signature')
		.sort(([a, x], [b, y]) => order(a, b) || order(x, y))
		.map(([name, value]) => `${name}=${value}`)
		.join('&')
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Outer blanks trimmed, runs of spaces made one, several lines of one name joined by commas in wire order. */
function canonicalValue(values: readonly string[]): string {
	return values.map((value) => value.replace(/^[ \t]+|[ \t]+$/g, '').replace(/ +/g, ' ')).join(',')
}
