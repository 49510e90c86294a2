import { z } from 'zod'
import { pathId, ticket as ticketId } from '../lib/contract/list.ts'
import { type SourceSettings, sourceSettings } from '../lib/contract/sources.ts'
import { jsonOf, type ReadText } from './read-text.ts'

export type ImportItem = { sourceId: string; settings: SourceSettings }
export type ImportFile = { items: ImportItem[] } | { mistakes: string[] }

const item = z.looseObject({ sourceId: pathId })

/** The sources of a bulk import's file, or every mistake of the whole file at once, so that nothing of it is sent. */
export async function readImportFile(path: string, ticket: string, readText: ReadText): Promise<ImportFile> {
	const read = await readText(path)
	if ('mistake' in read) return { mistakes: [`${read.mistake}.`] }
	const json = jsonOf(read.text)
	if ('mistake' in json) return { mistakes: [`${path} ${json.mistake}.`] }
	const list = z.array(z.unknown()).safeParse(json.value)
	const shape = '[{"sourceId": "...", "workspaceId": "...", ...}, ...]'
	if (!list.success) return { mistakes: [`${path} holds no list of sources: write ${shape}.`] }
	const known = ticketId.safeParse(ticket)
	const mistakes = known.success ? [] : known.error.issues.map(({ message }) => `--ticket ${message}.`)
	const firstAt = new Map<string, number>()
	const items = list.data.flatMap((entry, index) => {
		const one = itemOf(entry)
		const place = `${path}, item ${index + 1}`
		if ('mistakes' in one) {
			mistakes.push(...one.mistakes.map((words) => `${place}: ${words}.`))
			return []
		}
		const first = firstAt.get(one.sourceId)
		if (first === undefined) firstAt.set(one.sourceId, index + 1)
		else mistakes.push(`${place}: ${one.sourceId} is the id of item ${first} as well. Keep one of the two.`)
		return [one]
	})
	return mistakes.length > 0 ? { mistakes } : { items }
}

function itemOf(entry: unknown): ImportItem | { mistakes: string[] } {
	const named = item.safeParse(entry, SAID)
	if (!named.success) return { mistakes: wordsOf(named.error) }
	const { sourceId, ...rest } = named.data
	const settings = sourceSettings.safeParse(rest, SAID)
	if (settings.success) return { sourceId, settings: settings.data }
	return { mistakes: wordsOf(settings.error).map((words) => `${sourceId}: ${words}`) }
}

const SAID = { error: ({ input }: { input?: unknown }) => (input === undefined ? 'is missing' : undefined) }

const wordsOf = ({ issues }: z.ZodError) => issues.map(({ path, message }) => `${path.join('.')} ${message}`.trim())
