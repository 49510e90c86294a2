/**
 * Rows as CSV (RFC 4180). A text that a spreadsheet would take for a formula gets an apostrophe in front (OWASP, CSV
 * injection), so that a name from outside cannot calculate on the reader's computer.
 */
export const csv = (rows: (string | number)[][]): string => rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')

const FORMULA = /^[\s]*[=+\-@\t\r]/

function cell(value: string | number): string {
	if (typeof value === 'number') return String(value)
	const text = FORMULA.test(value) ? `'${value}` : value
	return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
