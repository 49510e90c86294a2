import { at } from './flat.ts'
import { plain } from './plain.ts'
import type { Terminal } from './terminal.ts'

const GAP = 2
const NARROWEST = 12

/** Rows under a header, as wide as the terminal: the last column is wrapped, others are never cut. */
export function table({ width, paint }: Terminal, paths: readonly string[], rows: readonly unknown[]): string {
	const shown = paths.filter((path) => rows.some((row) => cellOf(at(row, path)) !== ''))
	const cells = [shown.map(wordsOf), ...rows.map((row) => shown.map((path) => cellOf(at(row, path))))]
	const widths = shown.map((_, column) => Math.max(...cells.map((row) => widthOf(row[column] ?? ''))))
	const left = widths.slice(0, -1).reduce((sum, one) => sum + one + GAP, 0)
	const last = width === null ? Number.POSITIVE_INFINITY : Math.max(NARROWEST, width - left)
	const lines = cells.map((row) => {
		const before = row.slice(0, -1).map((cell, column) => padded(cell, (widths[column] ?? 0) + GAP))
		return before.join('') + wrapped(row.at(-1) ?? '', last).join(`\n${' '.repeat(left)}`)
	})
	const [head = '', ...body] = lines
	return [paint('dim', head.trimEnd()), ...body.map((line) => line.trimEnd())].join('\n')
}

/** Names beside their values. */
export function pairs({ paint }: Terminal, leaves: readonly [path: string, value: unknown][]): string {
	const present = leaves
		.map(([path, value]) => [wordsOf(path), cellOf(value)] as const)
		.filter(([, cell]) => cell !== '')
	const width = Math.max(0, ...present.map(([name]) => widthOf(name))) + GAP
	return present.map(([name, cell]) => `${paint('dim', padded(name, width))}${cell}`).join('\n')
}

/** `lastCheck.finishedAt` as people write it. */
export const wordsOf = (path: string) =>
	path.replaceAll('.', ' ').replace(/[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`)

/** One cell for people. Of objects in a list each is named by its first text. */
function cellOf(value: unknown): string {
	if (value === null || value === undefined) return ''
	if (Array.isArray(value)) return value.map(cellOf).join(', ')
	if (typeof value === 'number') return value.toLocaleString('en')
	if (typeof value !== 'object') return plain(String(value))
	const [first] = Object.values(value).filter((member) => typeof member === 'string')
	return plain(first ?? JSON.stringify(value))
}

const padded = (text: string, width: number) => text + ' '.repeat(Math.max(0, width - widthOf(text)))

/** Columns on a terminal: letters of East Asian scripts and pictures take two (Unicode standard annex 11, in short). */
function widthOf(text: string): number {
	const wide = text.match(
		/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}]/gu,
	)
	const marks = text.match(/\p{Mark}/gu)
	return [...text].length + (wide?.length ?? 0) - (marks?.length ?? 0)
}

function wrapped(text: string, width: number): string[] {
	const lines = ['']
	for (const word of text.split(' ')) {
		const line = lines.at(-1) ?? ''
		if (line === '') lines[lines.length - 1] = word
		else if (widthOf(line) + 1 + widthOf(word) <= width) lines[lines.length - 1] = `${line} ${word}`
		else lines.push(word)
	}
	return lines
}
