import { createHash } from 'node:crypto'

/**
 * `value` as plain JSON that PostgreSQL can hold and give back unchanged: NUL and halves of character pairs, which it
 * refuses, become U+FFFD. What JSON cannot say (functions, undefined) is left out, as JSON.stringify does.
 */
export function storable(value: unknown): unknown {
	const text = JSON.stringify(value, (_name, member: unknown) =>
		typeof member === 'string' ? storableText(member) : member,
	)
	return text === undefined ? null : withStorableNames(JSON.parse(text))
}

export const storableText = (text: string): string => text.toWellFormed().replaceAll('\0', '\uFFFD')

function withStorableNames(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(withStorableNames)
	if (value === null || typeof value !== 'object') return value
	return Object.fromEntries(
		Object.entries(value).map(([name, member]) => [storableText(name), withStorableNames(member)]),
	)
}

/** One text for one JSON value: members sorted by UTF-16 code units, no blanks (RFC 8785). */
export function canonicalJson(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
	if (value === null || typeof value !== 'object') return JSON.stringify(value)
	const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
	return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(',')}}`
}

/** SHA-256 of the canonical JSON, in hex. */
export const canonicalHash = (value: unknown): string => createHash('sha256').update(canonicalJson(value)).digest('hex')
