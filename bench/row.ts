/** One line of the table. `ratio` is ours over reference; `goal` its limit, met when the ratio is on the right side of it. */
export type Row = {
	measure: string
	ours: string
	reference: string
	ratio: number
	goal: { atLeast: number } | { atMost: number }
}

export const meets = ({ ratio, goal }: Row): boolean =>
	'atLeast' in goal ? ratio >= goal.atLeast : ratio <= goal.atMost

export function median(values: number[]): number {
	const sorted = values.toSorted((a, b) => a - b)
	return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/** The rows as a Markdown table. */
export function render(rows: Row[]): string {
	const lines = rows.map((row) => {
		const goal = 'atLeast' in row.goal ? `>= ${row.goal.atLeast}` : `<= ${row.goal.atMost}`
		const cells = [row.measure, row.ours, row.reference, row.ratio.toFixed(2), goal, meets(row) ? 'met' : 'MISSED']
		return `| ${cells.join(' | ')} |`
	})
	return ['| measure | ours | reference | ratio | goal | |', '|---|---|---|---|---|---|', ...lines].join('\n')
}
