import { matches, type Pattern } from './pattern.ts'

const colon = 58
const partCount = 6

/** The six parts of an ARN, or null when the text has fewer. The last part keeps its colons. */
export function arnParts(text: string): readonly string[] | null {
	const parts = text.split(':')
	if (parts.length < partCount) return null
	return [...parts.slice(0, partCount - 1), parts.slice(partCount - 1).join(':')]
}

/**
 * Part by part, so that a wildcard never reaches over a colon: `arn:aws:glue:*:table/x` asks for an account
 * called `table/x`. (IAM user guide, ArnLike: each of the six components is checked separately.)
 */
export function arnMatches(pattern: Pattern, text: string): boolean {
	const wanted = patternParts(pattern)
	const found = arnParts(text)
	if (wanted === null || found === null) return false
	return wanted.every((part, index) => matches(part, found[index] ?? ''))
}

function patternParts(pattern: Pattern): readonly Pattern[] | null {
	const parts: Pattern[] = []
	let start = 0
	while (parts.length < partCount - 1) {
		const end = pattern.indexOf(colon, start)
		if (end < 0) return null
		parts.push(pattern.slice(start, end))
		start = end + 1
	}
	return [...parts, pattern.slice(start)]
}
