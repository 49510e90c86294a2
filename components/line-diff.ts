/** `kept` lines stand in both texts; `removed` only in the one before, `added` only in the one after. */
export type DiffLine = { kind: 'kept' | 'removed' | 'added'; text: string }

/** Line by line, with as many lines kept as possible (longest common subsequence). For texts of some hundred lines. */
export function lineDiff(before: string, after: string): DiffLine[] {
	const old = before.split('\n')
	const now = after.split('\n')
	const common = commonLengths(old, now)
	const lines: DiffLine[] = []
	let i = 0
	let j = 0
	while (i < old.length || j < now.length) {
		const left = old[i]
		const right = now[j]
		if (left !== undefined && left === right) {
			lines.push({ kind: 'kept', text: left })
			i++
			j++
		} else if (right === undefined || (left !== undefined && at(common, i + 1, j) >= at(common, i, j + 1))) {
			lines.push({ kind: 'removed', text: left ?? '' })
			i++
		} else {
			lines.push({ kind: 'added', text: right })
			j++
		}
	}
	return lines
}

/** How many lines the rests of both texts from line i and j on have in common, in the same order. */
function commonLengths(old: string[], now: string[]): number[][] {
	const table = Array.from({ length: old.length + 1 }, () => new Array<number>(now.length + 1).fill(0))
	for (const [i, row] of [...table.slice(0, -1).entries()].reverse()) {
		for (let j = now.length - 1; j >= 0; j--) {
			const length =
				old[i] === now[j] ? 1 + at(table, i + 1, j + 1) : Math.max(at(table, i + 1, j), at(table, i, j + 1))
			row[j] = length
		}
	}
	return table
}

const at = (table: number[][], i: number, j: number) => table[i]?.[j] ?? 0
