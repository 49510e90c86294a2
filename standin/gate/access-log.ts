import type { Variables } from './variables.ts'

/** Statuses whose lines AWS is known to lose: the log is a second witness, not the audit trail. */
const LOST: ReadonlySet<number> = new Set([413, 429, 500])

export const lineMayBeLost = (status: number): boolean => LOST.has(status)

/** One line of JSON in the deployed format: keys sorted as Terraform's jsonencode sorts them, `-` for no value. */
export function accessLogLine(format: Readonly<Record<string, string>>, variables: Variables): string {
	const fields = Object.keys(format)
		.sort()
		.map((field): [string, string] => [field, logged(format[field] ?? '', variables)])
	return JSON.stringify(Object.fromEntries(fields))
}

/** Values are escaped by JSON.stringify, so a caller's user agent or request id cannot write a field of its own. */
function logged(source: string, variables: Variables): string {
	return source.replace(/\$([a-zA-Z][\w.]*)/g, (_whole, name: string) => variables.get(name) ?? '-')
}
