import { readFile } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'

/** The text of a file that a command line names, or why there is none; `-` is standard input. */
export type ReadText = (path: string) => Promise<{ text: string } | { mistake: string }>

export const textReader =
	(stdin: Readable): ReadText =>
	async (path) => {
		try {
			return { text: path === '-' ? await text(stdin) : await readFile(path, 'utf8') }
		} catch (error) {
			return { mistake: `${path} cannot be read: ${error instanceof Error ? error.message : 'unknown reason'}` }
		}
	}

/** JSON, or what is wrong with it. */
export function jsonOf(text: string): { value: unknown } | { mistake: string } {
	try {
		return { value: JSON.parse(text) }
	} catch (error) {
		return { mistake: `is not JSON: ${error instanceof Error ? error.message : 'unknown reason'}` }
	}
}
