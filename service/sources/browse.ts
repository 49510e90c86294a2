import { z } from 'zod'
import type { SourceRow } from '../../lib/contract/sources.ts'
import { lastTargets } from '../audit/public.ts'
import { foreignCursor, readCursor, writeCursor } from '../cursor.ts'
import type { Outcome } from '../handler.ts'
import type { SourcesPorts } from './handler.ts'
import { asRows, type ListedRecord, type Page } from './row.ts'

/** How many of those opened last lead the first page. */
const MOST_OPENED = 10
const LIST = 'all sources'

/** Time of the first page (ms), how many opened ones it showed, and the last of the others (null: none yet). */
const position = z.tuple([z.int(), z.int().min(0).max(MOST_OPENED), z.string().nullable(), z.string().nullable()])

type Opened = { record: ListedRecord; openedAt: Date }

/** Without a query: what `person` opened last, then all others by customer. Every source appears once over all pages. */
export async function browseSources(
	page: Page,
	person: string | null,
	{ db, now }: SourcesPorts,
): Promise<Outcome<{ items: SourceRow[]; nextCursor: string | null }>> {
	const after = readCursor(LIST, position, page.cursor)
	if (after === undefined) return foreignCursor()
	const [since, most, customer, sourceId] = after ?? [now().getTime(), Math.min(MOST_OPENED, page.limit), null, null]

	// Asked again as of the first page, so that what it led with is left out of all pages, whatever was opened since.
	const opened = person === null ? [] : await lastOpened(db, person, new Date(since), most)
	const leading = after ? [] : opened
	const wanted = page.limit - leading.length
	const others = await db
		.selectFrom('sources')
		.select(['source_id', 'settings', 'updated_at', 'customer_key'])
		.$if(opened.length > 0, (query) =>
			query.where(
				'source_id',
				'not in',
				opened.map(({ record }) => record.source_id),
			),
		)
		.$if(customer !== null && sourceId !== null, (query) =>
			query.where(({ eb, refTuple, tuple }) =>
				eb(refTuple('customer_key', 'source_id'), '>', tuple(customer ?? '', sourceId ?? '')),
			),
		)
		.orderBy('customer_key')
		.orderBy('source_id')
		.limit(wanted + 1)
		.execute()
	const shown = others.slice(0, wanted)
	const last = shown.at(-1)
	const goOn = [since, opened.length, last?.customer_key ?? null, last?.source_id ?? null]
	return {
		ok: true,
		value: {
			items: await asRows(db, [...leading, ...shown.map((record) => ({ record, openedAt: null }))]),
			nextCursor: others.length > shown.length ? writeCursor(LIST, goOn) : null,
		},
	}
}

async function lastOpened(db: SourcesPorts['db'], person: string, before: Date, most: number): Promise<Opened[]> {
	const targets = await lastTargets(db, person, before)
	if (targets.length === 0 || most === 0) return []
	const known = await db
		.selectFrom('sources')
		.select(['source_id', 'settings', 'updated_at'])
		.where(
			'source_id',
			'in',
			targets.map(({ target }) => target),
		)
		.execute()
	const records = new Map(known.map((record) => [record.source_id, record]))
	return targets
		.flatMap(({ target, openedAt }) => {
			const record = records.get(target)
			return record ? [{ record, openedAt }] : []
		})
		.slice(0, most)
}
