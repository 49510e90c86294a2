import type { Description } from '../gateway/description.ts'
import { isText, members, parseCredentials, type SessionCredentials } from './credentials.ts'

/** Tabs of two releases meet on one channel: a tab understands its own version only, but honours every sign-out. */
const VERSION = 1

/** What tabs tell each other. `to` names the asking tab, null for all. `skew` is the learned clock correction in milliseconds. */
export type SessionMessage =
	| { type: 'ask'; from: string }
	| { type: 'credentials'; to: string | null; credentials: SessionCredentials; skew: number }
	| { type: 'refused'; description: Description }
	| { type: 'signed-out' }

export const sealMessage = (message: SessionMessage) => ({ version: VERSION, ...message })

/** A message as it arrived, or null when it is not one of ours, is not whole or speaks another version. */
export function parseMessage(value: unknown): SessionMessage | null {
	const { version, type, ...rest } = members(value)
	if (type === 'signed-out') return { type }
	if (version !== VERSION) return null
	switch (type) {
		case 'ask':
			return isText(rest.from, 64) ? { type, from: rest.from } : null
		case 'credentials': {
			const credentials = parseCredentials(rest.credentials)
			const to = rest.to === null || isText(rest.to, 64) ? rest.to : undefined
			if (!credentials || to === undefined || typeof rest.skew !== 'number') return null
			return { type, to, credentials, skew: rest.skew }
		}
		case 'refused': {
			const description = parseDescription(rest.description)
			return description && { type, description }
		}
		default:
			return null
	}
}

function parseDescription(value: unknown): Description | null {
	const { who, title, why, todo, requestId } = members(value)
	if (!isText(who, 200) || !isText(title, 200) || !isText(why, 2000) || !isText(todo, 1000)) return null
	return { who, title, why, todo, requestId: isText(requestId, 200) ? requestId : null }
}
