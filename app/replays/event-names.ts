/**
 * The names in a pasted text: one a line or split by commas or tabs, as lists, table columns and JSON bring them.
 * In their order, each once.
 */
export function eventNames(text: string): string[] {
	const names = text.split(/[\r\n,\t]+/).map((piece) => unquoted(piece.replace(/^\s*\[|\]\s*$/g, '').trim()))
	return [...new Set(names.filter((name) => name !== ''))]
}

const unquoted = (text: string) => text.match(/^(["'])(.*)\1$/)?.[2]?.trim() ?? text
