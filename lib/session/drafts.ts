import { members } from './credentials.ts'

/** Half-filled forms that survive leaving for Okta. They stay in this tab and belong to the identity that wrote them. */
export type Drafts = {
	/** Keeps what may be kept and names the fields that it left out, so that the page can say so. */
	save(name: string, fields: Record<string, unknown>): { leftOut: string[] }
	read(name: string): Record<string, unknown> | null
	drop(name: string): void
}

const PREFIX = 'sluice.draft.'
/** An external id is what guards a customer's role against others, so it counts as one. */
const SECRET_NAME = /secret|password|token|credential|assertion|saml|signature|private|external|(api|access)[-_]?key/i
/** AWS key ids, JSON web tokens, PEM blocks, and anything as long as a SAML response. */
const SECRET_VALUE = /\b(AKIA|ASIA)[A-Z0-9]{12,}|\beyJ[\w-]{8,}\.|-----BEGIN |[A-Za-z0-9+/=_-]{200,}/

/** `owner` is the identity that works on this page, or worked on it until its credentials expired. */
export function createDrafts(storage: Storage, owner: () => string | null): Drafts {
	return {
		save(name, fields) {
			const entries = Object.entries(fields)
			const leftOut = entries.filter(([field, value]) => looksSecret(field, value)).map(([field]) => field)
			const kept = Object.fromEntries(entries.filter(([field]) => !leftOut.includes(field)))
			storage.setItem(PREFIX + name, JSON.stringify({ owner: owner(), fields: kept }))
			return { leftOut }
		},
		read(name) {
			const text = storage.getItem(PREFIX + name)
			if (text === null) return null
			const draft = members(JSON.parse(text))
			return draft.owner === owner() ? members(draft.fields) : null
		},
		drop: (name) => storage.removeItem(PREFIX + name),
	}
}

/** On sign-out: nothing a person typed stays behind. */
export function dropAllDrafts(storage: Storage): void {
	const names = Array.from({ length: storage.length }, (_, index) => storage.key(index))
	for (const name of names) if (name?.startsWith(PREFIX)) storage.removeItem(name)
}

function looksSecret(field: string, value: unknown): boolean {
	if (SECRET_NAME.test(field)) return true
	if (typeof value === 'string') return SECRET_VALUE.test(value)
	return Object.entries(members(value)).some(([name, inner]) => looksSecret(name, inner))
}
