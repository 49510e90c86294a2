import { z } from 'zod'
import type { Drafts } from '../../lib/session/drafts.ts'
import { PLACES, type Place } from './place.ts'

const BASE = 'baseVersion'
const kept = z.looseObject({ [BASE]: z.int().min(0) })
/** Every field of the form but the external ids is one text, and those are never kept. */
const text = z.string()

export type SourceDraft = { baseVersion: number; edits: { place: Place; value: string }[] }

/**
 * Unsaved edits of one source (empty id: of a new one), kept over a trip to Okta. Only what was changed is kept, so that
 * it can be put on top of whatever is stored by then.
 */
export function sourceDrafts(drafts: Drafts, sourceId: string) {
	const name = `source.${sourceId}`
	return {
		/** Names the fields that may not stay in the browser. */
		keep({ baseVersion, edits }: { baseVersion: number; edits: { place: Place; value: unknown }[] }): string[] {
			const fields = Object.fromEntries(edits.map(({ place, value }) => [place, value]))
			return drafts.save(name, { ...fields, [BASE]: baseVersion }).leftOut
		},
		read(): SourceDraft | null {
			const draft = kept.safeParse(drafts.read(name)).data
			if (!draft) return null
			const edits = PLACES.flatMap((place) => {
				const value = text.safeParse(draft[place])
				return value.success ? [{ place, value: value.data }] : []
			})
			return { baseVersion: draft[BASE], edits }
		},
		drop: () => drafts.drop(name),
	}
}
