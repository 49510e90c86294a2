import { createInterface } from 'node:readline/promises'
import type { Readable, Writable } from 'node:stream'
import { styleText } from 'node:util'

/** The process around a command, handed on as values. */
export type Process = {
	env: Readonly<Record<string, string | undefined>>
	stdin: Readable & { isTTY?: boolean }
	stdout: Writable & { isTTY?: boolean; columns?: number }
	stderr: Writable & { isTTY?: boolean; columns?: number }
	/** Aborted by Ctrl-C. */
	interrupted: AbortSignal
}

export type Style = Parameters<typeof styleText>[0]

export type Terminal = {
	/** Lines of the answer. */
	answer(text: string): void
	/** Lines beside the answer: links, progress, refusals. */
	say(text: string): void
	/** Replaces what it said last on a terminal; where output is kept, a line of its own at most once a second. */
	progress(text: string): void
	/** Null unless somebody sits there to be asked. */
	ask: ((question: string) => Promise<boolean>) | null
	/** Columns that a table may take; null where nobody looks, so that nothing is cut. */
	width: number | null
	/** `text` in `style` where the answer goes to a terminal that wants colour. */
	paint(style: Style, text: string): string
}

/** Milliseconds between two lines of progress that are kept. */
const LINE_EVERY = 1_000

export function createTerminal({ stdin, stdout, stderr, interrupted }: Process): Terminal {
	let progressing = false
	let lastLine = Number.NEGATIVE_INFINITY
	const endProgress = () => {
		if (progressing) stderr.write('\r\u001b[K')
		progressing = false
	}
	return {
		answer(text) {
			endProgress()
			stdout.write(`${text}\n`)
		},
		say(text) {
			endProgress()
			stderr.write(`${text}\n`)
		},
		progress(text) {
			if (stderr.isTTY) {
				stderr.write(`\r\u001b[K${text}`)
				progressing = true
			} else if (performance.now() - lastLine >= LINE_EVERY) {
				stderr.write(`${text}\n`)
				lastLine = performance.now()
			}
		},
		ask: stdin.isTTY && stderr.isTTY ? (question) => ask(stdin, stderr, question, interrupted) : null,
		width: stdout.isTTY ? (stdout.columns ?? 80) : null,
		paint: (style, text) => styleText(style, text, { stream: stdout }),
	}
}

/** True for yes. The end of the input and Ctrl-C are no. */
async function ask(input: Readable, output: Writable, question: string, signal: AbortSignal): Promise<boolean> {
	// Not as a terminal of readline's, which would keep Ctrl-C to itself.
	const lines = createInterface({ input, output, terminal: false })
	const closed = new Promise<string>((done) => lines.once('close', () => done('')))
	const answer = await Promise.race([closed, lines.question(question, { signal }).catch(() => '')])
	lines.close()
	return /^(y|yes)$/i.test(answer.trim())
}
