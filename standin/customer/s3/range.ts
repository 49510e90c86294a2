/** First and last byte, both counted. */
type ByteRange = { first: number; last: number }

/**
 * The bytes that a Range header asks for: null for the whole, as S3 answers several ranges and what it cannot read
 * (RFC 9110, section 14.2).
 */
export function parseRange(header: string | undefined, size: number): ByteRange | 'unsatisfiable' | null {
	const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? []
	if (from === undefined || to === undefined || (from === '' && to === '')) return null
	if (from === '') {
		const suffix = Number(to)
		return suffix === 0 || size === 0 ? 'unsatisfiable' : { first: Math.max(0, size - suffix), last: size - 1 }
	}
	const first = Number(from)
	const last = to === '' ? size - 1 : Math.min(Number(to), size - 1)
	if (to !== '' && Number(to) < first) return null
	return first >= size ? 'unsatisfiable' : { first, last }
}
