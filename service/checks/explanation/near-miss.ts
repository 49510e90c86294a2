/** At most so many letters are typed wrongly in one name. */
const FEW = 3

/** Do two names differ by at most three letters that were added, left out or replaced? (Levenshtein distance) */
export function nearMiss(one: string, other: string): boolean {
	if (Math.abs(one.length - other.length) > FEW) return false
	let row = Array.from({ length: other.length + 1 }, (_, index) => index)
	for (const [index, letter] of [...one].entries()) {
		const next = [index + 1]
		for (const [column, wanted] of [...other].entries()) {
			const replaced = (row[column] ?? 0) + (letter === wanted ? 0 : 1)
			next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1))
		}
		row = next
	}
	return (row.at(-1) ?? 0) <= FEW
}
