/** An IP address as its bytes: 4 for one family, 16 for the other. */
type Address = readonly number[]

/** Is the address inside the range (`10.0.0.0/8`, `2001:db8::/32`, or one address)? Never across families. */
export function addressInRange(address: string, range: string): boolean {
	const [base = '', length, ...rest] = range.split('/')
	const found = parseAddress(address)
	const network = parseAddress(base)
	if (rest.length > 0 || found === null || network === null || found.length !== network.length) return false
	const bits = length === undefined ? network.length * 8 : prefixLength(length)
	if (bits === null || bits > network.length * 8) return false
	return network.every((byte, index) => {
		const mask = (0xff00 >> Math.min(8, Math.max(0, bits - index * 8))) & 0xff
		return (byte & mask) === ((found[index] ?? 0) & mask)
	})
}

function prefixLength(text: string): number | null {
	return /^\d{1,3}$/.test(text) ? Number(text) : null
}

function parseAddress(text: string): Address | null {
	return text.includes(':') ? parseLong(text) : parseShort(text)
}

function parseShort(text: string): Address | null {
	const parts = text.split('.')
	// A leading zero is refused: some readers take such a number as octal.
	if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part))) return null
	const bytes = parts.map(Number)
	return bytes.every((byte) => byte <= 255) ? bytes : null
}

function parseLong(text: string): Address | null {
	const halves = text.split('::')
	if (halves.length > 2) return null
	const [head = '', tail] = halves
	const before = bytesOf(head, tail === undefined)
	const after = tail === undefined ? [] : bytesOf(tail, true)
	if (before === null || after === null) return null
	const missing = 16 - before.length - after.length
	if (tail === undefined ? missing !== 0 : missing < 2) return null
	return [...before, ...new Array<number>(missing).fill(0), ...after]
}

/** Groups of one side of `::`; the very last group may be written as an IPv4 address. */
function bytesOf(side: string, last: boolean): Address | null {
	if (side === '') return []
	const groups = side.split(':')
	const bytes: number[] = []
	for (const [index, group] of groups.entries()) {
		const dotted = last && index === groups.length - 1 ? parseShort(group) : null
		if (dotted !== null) bytes.push(...dotted)
		else if (/^[0-9a-f]{1,4}$/i.test(group))
			bytes.push(Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 0xff)
		else return null
	}
	return bytes
}
