import { incompleteSignature, type Refusal } from '../refusal.ts'
import type { Scope } from './signature.ts'

/** What a request says about its own signature, read but not yet believed. */
export type Claim = {
	form: 'header' | 'query'
	accessKeyId: string
	scope: Scope
	signedHeaders: string[]
	signature: string
	/** Basic ISO time as claimed, and the same in epoch milliseconds. */
	time: string
	timestamp: number
	token: string | null
	/** How long the query form holds; the header form lives by the 5-minute window alone. */
	expiresSeconds: number | null
}

export function parseCredential(text: string): { accessKeyId: string; scope: Scope } | Refusal {
	const [accessKeyId, date, region, service, terminator, ...more] = text.split('/')
	if (!accessKeyId || !date || !region || !service || !terminator || more.length > 0) {
		return incompleteSignature(
			`Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${text}'`,
		)
	}
	return { accessKeyId, scope: { date, region, service, terminator } }
}

/** Epoch milliseconds of `20150830T123600Z`. A day that no calendar has is refused, not rolled over. */
export function parseTime(text: string): number | Refusal {
	const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text)
	const time = parts ? Date.parse(text.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z')) : Number.NaN
	if (Number.isNaN(time) || basicTime(time) !== text) {
		return incompleteSignature(
			`Date must be in ISO-8601 'basic format'. Got '${text}'. See http://en.wikipedia.org/wiki/ISO_8601`,
		)
	}
	return time
}

/** `20150830T123600Z` of epoch milliseconds. */
export const basicTime = (time: number): string => `${new Date(time).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`
