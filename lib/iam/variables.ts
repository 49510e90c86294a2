import type { Lookup } from './context.ts'

/** Part of a policy text: as written, where `*` and `?` may be wildcards, or inserted, where nothing is special. */
export interface Piece {
	readonly text: string
	readonly inserted: boolean
}

/** The text with its variables filled; `none` when one of them has no value, `unknown` when that depends. */
export type Filled = readonly Piece[] | 'none' | 'unknown'

const plainCharacters = new Set(['*', '?', '$'])
// Neither pattern can look at a character twice over: policies come from strangers.
const variable = /\$\{([^{}]*)\}/g
const withDefault = /^([^,]*),\s*'([^']*)'\s*$/

/** A text in which nothing is a variable (policy language before 2012-10-17, elements that know none). */
export function written(text: string): readonly Piece[] {
	return [{ text, inserted: false }]
}

/**
 * Fills `${key}`, `${key, 'default'}` and the plain characters `${*}`, `${?}`, `${$}`.
 * Source: IAM user guide, policy variables. Only single-valued keys can fill a variable.
 */
export function fill(text: string, lookup: Lookup): Filled {
	const pieces: Piece[] = []
	let end = 0
	let unknown = false
	for (const found of text.matchAll(variable)) {
		const value = variableValue(found[1] ?? '', lookup)
		if (value === 'none') return 'none'
		if (value === 'unknown') unknown = true
		else pieces.push({ text: text.slice(end, found.index), inserted: false }, value)
		end = found.index + found[0].length
	}
	if (unknown) return 'unknown'
	return [...pieces, { text: text.slice(end), inserted: false }]
}

function variableValue(inside: string, lookup: Lookup): Piece | 'none' | 'unknown' {
	if (plainCharacters.has(inside)) return { text: inside, inserted: true }
	const [, key = inside, fallback] = withDefault.exec(inside) ?? []
	const held = lookup(key.trim())
	if (held.state === 'unknown') return 'unknown'
	const value = held.state === 'present' && held.single ? held.values[0] : fallback
	return value === undefined ? 'none' : { text: value, inserted: true }
}
