/**
 * What of an error may stand in a log: its kind and where it was thrown. Never its message, which database drivers and
 * parsers fill with the very values that must not be kept.
 */
export function causeOf(error: unknown): { name: string; code: string | null; frames: string[] } {
	if (!(error instanceof Error)) return { name: typeof error, code: null, frames: [] }
	const frames = (error.stack ?? '').split('\n').map((line) => line.trim())
	const code = 'code' in error && typeof error.code === 'string' ? error.code : null
	return { name: error.name, code, frames: frames.filter((line) => /^at \S/.test(line)).slice(0, 8) }
}
