import { z } from 'zod'
import { pathId } from '../../lib/contract/list.ts'
import { type SourceSettings, sourceSettings } from '../../lib/contract/sources.ts'
import { settingsErrors } from './validation.ts'

/** One mistake. `item` counts from 1; null when it is about the file as a whole. */
export type ImportError = {
	item: number | null
	sourceId: string | null
	field: string
	message: string
	fix: string
}

/** One source of an import: its id beside its settings, in one flat object. */
const importItem = z.strictObject({ sourceId: pathId, ...sourceSettings.shape })
export type ImportItem = { sourceId: string; settings: SourceSettings }

/** Every mistake of the whole file at once, so that nobody corrects it line by line. */
export function readImport(items: unknown): { items: ImportItem[] } | { errors: ImportError[] } {
	if (!Array.isArray(items)) {
		const fix = 'Write [{"sourceId": "...", "workspaceId": "...", ...}, ...].'
		return { errors: [{ item: null, sourceId: null, field: '', message: 'is not a list of sources', fix }] }
	}
	const firstAt = new Map<string, number>()
	const read = items.map((item: unknown, index): { errors: ImportError[]; item?: ImportItem } => {
		const place = { item: index + 1, sourceId: sourceIdOf(item) }
		const parsed = importItem.safeParse(item)
		if (!parsed.success) {
			return { errors: parsed.error.issues.map((issue) => ({ ...place, ...formError(issue, item) })) }
		}
		const { sourceId, ...settings } = parsed.data
		const errors = settingsErrors(settings).map((error) => ({ ...place, ...error }))
		const first = firstAt.get(sourceId)
		if (first === undefined) firstAt.set(sourceId, index + 1)
		else errors.push({ ...place, ...duplicate(sourceId, first) })
		return { errors, item: { sourceId, settings } }
	})
	const errors = read.flatMap((one) => one.errors)
	return errors.length > 0 ? { errors } : { items: read.flatMap(({ item }) => item ?? []) }
}

const duplicate = (sourceId: string, first: number) => ({
	field: 'sourceId',
	message: `${sourceId} is the id of item ${first} as well`,
	fix: 'Keep one of the two, or give the other its own id.',
})

function sourceIdOf(item: unknown): string | null {
	const named = z.object({ sourceId: z.string() }).safeParse(item)
	return named.success ? named.data.sourceId : null
}

function formError(issue: z.core.$ZodIssue, item: unknown): Pick<ImportError, 'field' | 'message' | 'fix'> {
	if (issue.code === 'unrecognized_keys') {
		const names = issue.keys.join(', ')
		return { field: names, message: 'is not a setting of a source', fix: `Remove ${names}, or correct its spelling.` }
	}
	const field = issue.path.join('.')
	if (field === '')
		return { field, message: 'is not an object with the settings of a source', fix: 'Write one object.' }
	return valueAt(item, issue.path) === undefined
		? { field, message: 'is missing', fix: `Add ${field}.` }
		: { field, message: issue.message, fix: `Correct ${field}.` }
}

/** What stands in `item` where an issue points; the issue itself does not carry it. */
function valueAt(item: unknown, path: PropertyKey[]): unknown {
	return path.reduce<unknown>((value, name) => (value instanceof Object ? Reflect.get(value, name) : undefined), item)
}
