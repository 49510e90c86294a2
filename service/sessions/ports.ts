import type { Kysely } from 'kysely'
import type { Assertion } from '../../lib/saml/verify.ts'
import type { Database } from '../store/schema.ts'

export type Verification = { ok: true; assertion: Assertion } | { ok: false; code: string; reason: string }

export type SessionsPorts = {
	db: Kysely<Database>
	now: () => Date
	/**
	 * Everything about a SAML response (base64) but which browser asked for it: the service sees no cookie, so the
	 * request id need only be present. Single use is kept here, in the store.
	 */
	verifyAssertion: (samlResponse: string) => Promise<Verification>
}
