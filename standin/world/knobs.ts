import type { z } from 'zod'

/** What a `POST /_world/...` call turns. `set` answers null, or a sentence that names the field and the fix. */
export type Knobs = {
	set(json: unknown): string | null
	reset(): void
	/** The present values, without secrets, for `GET /_world`. */
	show(): unknown
}

/** Parses a body strictly; the error names the first wrong field, what is wrong and, for a stranger, the fields that exist. */
export function parseFields<S extends z.ZodObject>(
	schema: S,
	json: unknown,
): { value: z.infer<S> } | { error: string } {
	const parsed = schema.strict().safeParse(json)
	if (parsed.success) return { value: parsed.data as z.infer<S> }
	const issue = parsed.error.issues[0]
	if (!issue) return { error: 'the body is wrong' }
	if (issue.code === 'unrecognized_keys') {
		const known = issue.path.length === 0 ? `; the fields are ${Object.keys(schema.shape).join(', ')}` : ''
		return { error: `${[...issue.path, issue.keys[0]].join('.')}: no such field${known}` }
	}
	if (issue.path.length === 0) return { error: 'the body must be a JSON object' }
	return { error: `${issue.path.join('.')}: ${issue.message}` }
}

/** Knobs whose values are one flat object with a default for each field; a call changes the fields it names. */
export function createKnobs<S extends z.ZodObject>(
	schema: S,
	defaults: z.infer<S>,
): Knobs & { values(): Required<z.infer<S>> } {
	let values = { ...defaults }
	return {
		set(json) {
			const parsed = parseFields(schema.partial(), json)
			if ('error' in parsed) return parsed.error
			values = { ...values, ...parsed.value }
			return null
		},
		reset() {
			values = { ...defaults }
		},
		show: () => values,
		values: () => values as Required<z.infer<S>>,
	}
}
