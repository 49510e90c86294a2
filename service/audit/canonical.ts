import { hash } from 'node:crypto'

/**
 * `value` as plain JSON that PostgreSQL can hold and give back unchanged: NUL and halves of character pairs, which it
 * refuses, become U+FFFD, in names too. JSON text holds both as escapes only; every escape is read from its backslash
 * on, so that an escaped backslash is not taken for the start of one.
 */
export function storable(value: unknown): unknown {
	const text = JSON.stringify(value) ?? 'null'
	return JSON.parse(
		text.replace(/\\(?:u0000|ud[89a-f][0-9a-f]{2}|.)/g, (found) => (UNSTORABLE.test(found) ? '\uFFFD' : found)),
	)
}

const UNSTORABLE = /^\\u(?:0000|d)/

export const storableText = (text: string): string => text.toWellFormed().replaceAll('\0', '\uFFFD')

/** One text for one JSON value: members sorted by UTF-16 code units, no blanks (RFC 8785). */
export function canonicalJson(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
	if (value === null || typeof value !== 'object') return JSON.stringify(value)
	const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
	return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(',')}}`
}

/** SHA-256 of a text, in hex. */
export const sha256 = (text: string): string => hash('sha256', text, 'hex')
