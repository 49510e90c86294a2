import { z } from 'zod'
import { returnPath } from '../return-path.ts'
import { REFUSAL_KEY } from '../storage-keys.ts'

export const description = z.object({
	who: z.string(),
	title: z.string(),
	why: z.string(),
	todo: z.string(),
	requestId: z.string().nullable(),
})
const stored = z.object({ description, to: z.string().transform(returnPath) })
export type StoredRefusal = z.output<typeof stored>

/** The refusal that the ACS left in this tab. It stays there for a reload, until a sign-in succeeds. */
export function readRefusal(storage: Storage = sessionStorage): StoredRefusal | null {
	try {
		return stored.parse(JSON.parse(storage.getItem(REFUSAL_KEY) ?? ''))
	} catch {
		return null
	}
}
