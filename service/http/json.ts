import type { FieldError } from '../handler.ts'

const MAX_DEPTH = 20
const MAX_KEYS = 5_000
/** Names that reach an object's prototype once the value is merged or copied somewhere. */
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype'])

type Parsed = { ok: true; value: unknown } | { ok: false; error: FieldError }

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Text that no database column takes (NUL, half of a surrogate pair) is refused here, before it fails deeper inside. */
export const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed()

/** Parses a body strictly: UTF-8, at most 20 levels and 5,000 members, no member that touches a prototype. */
export function parseJson(bytes: ArrayBuffer): Parsed {
	let value: unknown
	try {
		value = JSON.parse(utf8.decode(bytes))
	} catch {
		return { ok: false, error: { field: 'body', message: 'is not JSON in UTF-8' } }
	}
	const error = faultOf(value, 'body', 1, { keys: 0 })
	return error ? { ok: false, error } : { ok: true, value }
}

function faultOf(value: unknown, field: string, depth: number, seen: { keys: number }): FieldError | null {
	if (typeof value === 'string')
		return isStorable(value) ? null : { field, message: 'holds a character that cannot be stored' }
	if (typeof value !== 'object' || value === null) return null
	if (depth > MAX_DEPTH) return { field: 'body', message: `is nested deeper than ${MAX_DEPTH} levels` }
	for (const [key, member] of Object.entries(value)) {
		seen.keys += 1
		if (seen.keys > MAX_KEYS)
			return { field: 'body', message: `has more than ${MAX_KEYS.toLocaleString('en')} members` }
		if (FORBIDDEN.has(key)) return { field: key, message: 'is not allowed as the name of a member' }
		if (!isStorable(key)) return { field, message: 'has a member whose name cannot be stored' }
		const fault = faultOf(member, depth === 1 ? key : `${field}.${key}`, depth + 1, seen)
		if (fault) return fault
	}
	return null
}
