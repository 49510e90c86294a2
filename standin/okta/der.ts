/**
 * The few DER shapes a self-signed certificate needs (ITU-T X.690). Every function answers one complete element:
 * tag, definite length, content.
 */
export function element(tag: number, ...contents: Uint8Array[]): Buffer {
	const content = Buffer.concat(contents)
	return Buffer.concat([Buffer.from([tag]), length(content.length), content])
}

export const sequence = (...parts: Uint8Array[]) => element(0x30, ...parts)
export const set = (...parts: Uint8Array[]) => element(0x31, ...parts)
export const utf8String = (text: string) => element(0x0c, Buffer.from(text, 'utf8'))
export const octetString = (bytes: Uint8Array) => element(0x04, bytes)
export const boolean = (value: boolean) => element(0x01, Buffer.from([value ? 0xff : 0]))

/** Context-specific constructed tag, as in `[3] EXPLICIT`. */
export const explicit = (number: number, ...parts: Uint8Array[]) => element(0xa0 | number, ...parts)

/** `unusedBits` counts the bits at the end of the last byte that carry no meaning. */
export const bitString = (bytes: Uint8Array, unusedBits = 0) => element(0x03, Buffer.from([unusedBits]), bytes)

/** A non-negative integer from its big-endian bytes; a leading zero byte keeps the sign bit clear. */
export function integer(bytes: Uint8Array): Buffer {
	let start = 0
	while (start < bytes.length - 1 && bytes[start] === 0) start += 1
	const magnitude = bytes.subarray(start)
	const padding = (magnitude[0] ?? 0) & 0x80 ? Buffer.from([0]) : Buffer.alloc(0)
	return element(0x02, padding, magnitude)
}

/** Dotted notation; each part in base 128, the first two parts share one byte. */
export function objectIdentifier(dotted: string): Buffer {
	const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
	const bytes = [first * 40 + second, ...rest.flatMap(base128)]
	return element(0x06, Buffer.from(bytes))
}

/** UTCTime up to 2049, GeneralizedTime from 2050 on (RFC 5280, section 4.1.2.5). */
export function time(date: Date): Buffer {
	const digits = date.toISOString().replace(/[-:T]|\.\d+/g, '')
	return date.getUTCFullYear() < 2050
		? element(0x17, Buffer.from(digits.slice(2), 'ascii'))
		: element(0x18, Buffer.from(digits, 'ascii'))
}

function length(count: number): Buffer {
	if (count < 0x80) return Buffer.from([count])
	const bytes: number[] = []
	for (let rest = count; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256)
	return Buffer.from([0x80 | bytes.length, ...bytes])
}

function base128(value: number): number[] {
	const bytes = [value & 0x7f]
	for (let rest = value >>> 7; rest > 0; rest >>>= 7) bytes.unshift((rest & 0x7f) | 0x80)
	return bytes
}
