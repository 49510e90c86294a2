import type { DefaultValues } from 'react-hook-form'
import { z } from 'zod'
import { pathId, ticket } from '../../lib/contract/list.ts'
import { type Source, type SourceSettings, sourceSettings } from '../../lib/contract/sources.ts'

/** What the form asks for: the contract's own parts, so that it takes exactly what the service takes. */
export const sourceForm = z.object({ sourceId: pathId, ticket, settings: sourceSettings })
export type SourceForm = z.infer<typeof sourceForm>

/** The settings of a stored source, or null when the reader's role does not see them all. */
export function settingsOf(source: Source): SourceSettings | null {
	const { sourceId: _, version: _version, updatedAt: _at, updatedBy: _by, ...settings } = source
	return sourceSettings.safeParse(settings).data ?? null
}

/** An empty form; region and layout stay open until somebody picks them. */
const BLANK: DefaultValues<SourceSettings> = {
	customer: '',
	workspaceId: '',
	roleArn: '',
	externalIds: [],
	catalogId: '',
	database: '',
	bucket: '',
	clusterId: '',
	archive: { bucket: '', prefix: '' },
}

export const startingValues = (
	sourceId: string,
	settings: SourceSettings | null,
	ticketId: string | null,
): DefaultValues<SourceForm> => ({ sourceId, ticket: ticketId ?? '', settings: settings ?? BLANK })
