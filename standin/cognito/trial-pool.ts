import { randomBytes } from 'node:crypto'
import { strangerKey } from '../okta/idp-key.ts'
import { issueResponse } from '../okta/issue.ts'
import type { Overrides } from '../okta/overrides.ts'
import { planResponse } from '../okta/response.ts'
import { type Account, loadAccount } from '../world/account.ts'
import { createClock } from '../world/clock.ts'
import { createKeyring } from '../world/keyring.ts'
import { createPersonas } from '../world/personas.ts'
import { createOperations, defaultSettings } from './operations.ts'

/** For tests: an identity pool and an Okta beside it, on a clock that stands still. */
export const START = Date.parse('2026-03-01T12:00:00Z')
export const PROVIDER = 'arn:aws:iam::111122223333:saml-provider/okta'
export const POOL = 'us-west-2:00000000-0000-4000-8000-000000000000'
export const ISSUER = 'http://127.0.0.1:3002/metadata'
export const ACS = 'http://localhost:3000/sign-in/acs'

// Making RSA keys is slow, and nothing here changes them.
const idp = strangerKey()
const next = strangerKey()
const stranger = strangerKey()
export const trialCertificates = { current: idp.certificate, next: next.certificate }

export function createTrialPool(changes: { account?: Account; settings?: Partial<typeof defaultSettings> } = {}) {
	const account = changes.account ?? loadAccount()
	const clock = createClock(() => START)
	const keyring = createKeyring(clock)
	const personas = createPersonas()
	const application = {
		issuer: ISSUER,
		acsUrl: ACS,
		audience: 'urn:amazon:webservices',
		recipient: 'https://signin.aws.amazon.com/saml',
	}
	const settings = { ...defaultSettings, ...changes.settings }
	const provider = { issuer: ISSUER, certificates: trialCertificates, acsUrl: ACS }
	const operations = createOperations({ account, clock, keyring, settings: () => settings, provider })

	/** A base64 response for a persona, as the browser would post it. */
	function respond(persona: string, overrides: Overrides = {}, signWith: 'idp' | 'next' = 'idp'): string {
		const person = personas.find(persona)
		if (!person) throw new Error(`no persona ${persona}`)
		const id = () => `_${randomBytes(8).toString('hex')}`
		const plan = planResponse(person, application, '_request', { clock, assertionSeconds: 300, id })
		const keys = { idp: signWith === 'idp' ? idp : next, stranger: () => stranger }
		return Buffer.from(issueResponse(plan, overrides, keys, clock.now())).toString('base64')
	}

	function call(operation: string, json: object): Record<string, unknown> {
		return { ...operations[operation]?.(json) }
	}

	const getId = (samlResponse: string, provided = PROVIDER) =>
		call('GetId', { IdentityPoolId: POOL, Logins: { [provided]: samlResponse } })

	/** GetId, then credentials for the identity it gave. */
	function exchange(samlResponse: string, more: object = {}): Record<string, unknown> {
		const { IdentityId } = getId(samlResponse)
		return call('GetCredentialsForIdentity', { IdentityId, Logins: { [PROVIDER]: samlResponse }, ...more })
	}

	return { account, clock, keyring, personas, settings, respond, call, getId, exchange }
}

/** The principal a credentials answer speaks for, looked up in the world's keyring. */
export function roleOf(pool: ReturnType<typeof createTrialPool>, answer: Record<string, unknown>): string | undefined {
	const { Credentials } = answer
	if (typeof Credentials !== 'object' || Credentials === null || !('AccessKeyId' in Credentials)) return undefined
	return pool.keyring.find(String(Credentials.AccessKeyId))?.session.principalArn
}
