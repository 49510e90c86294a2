import type { Piece } from './variables.ts'

/** Code points of a text, with the two wildcards as numbers no code point has. */
export type Pattern = readonly number[]

const anyRun = -1
const anyOne = -2

/** Policy text with `*` and `?` as wildcards; what a variable inserted stays literal. */
export function toPattern(pieces: readonly Piece[]): Pattern {
	return pieces.flatMap(({ text, inserted }) =>
		Array.from(text, (character) => {
			if (!inserted && character === '*') return anyRun
			if (!inserted && character === '?') return anyOne
			return character.codePointAt(0) ?? 0
		}),
	)
}

/** Text without wildcards: what a request holds, or a policy text under an operator that takes `*` literally. */
export function toText(pieces: readonly Piece[]): string {
	return pieces.map(({ text }) => text).join('')
}

/**
 * Does the whole text match? `*` is any run of characters, slashes included, `?` exactly one character.
 *
 * Remembers only the last `*`, so the work is at most pattern length times text length: a regular expression
 * built from a stranger's policy could be made to backtrack for ever.
 */
export function matches(pattern: Pattern, text: string): boolean {
	const subject = Array.from(text, (character) => character.codePointAt(0) ?? 0)
	let at = 0
	let next = 0
	let star = -1
	let resume = 0
	while (at < subject.length) {
		const wanted = pattern[next]
		if (wanted === anyRun) {
			star = next
			resume = at
			next += 1
		} else if (wanted !== undefined && (wanted === anyOne || wanted === subject[at])) {
			at += 1
			next += 1
		} else if (star >= 0) {
			resume += 1
			at = resume
			next = star + 1
		} else {
			return false
		}
	}
	while (pattern[next] === anyRun) next += 1
	return next === pattern.length
}
