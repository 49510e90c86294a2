import { at } from './flat.ts'
import { plain } from './plain.ts'

/** Rows as CSV, one line each under a header of paths. No text in it is read as a formula (OWASP, CSV injection). */
export function csv(paths: readonly string[], rows: readonly unknown[]): string {
	const lines = rows.map((row) => paths.map((path) => cell(at(row, path))).join(','))
	return [paths.map(cell).join(','), ...lines].join('\n')
}

function cell(value: unknown): string {
	if (value === null || value === undefined) return ''
	if (typeof value === 'number' || typeof value === 'boolean') return String(value)
	const text = plain(typeof value === 'string' ? value : JSON.stringify(value))
	const safe = FORMULA.test(text) ? `'${text}` : text
	return /[",]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Spreadsheets take the full-width forms of these signs as well. Tabs and line ends are escaped before. */
const FORMULA = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/
