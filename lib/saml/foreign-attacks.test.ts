import { describe, expect, it } from 'vitest'
import { strangerKey } from '../../standin/okta/idp-key.ts'
import { issueResponse } from '../../standin/okta/issue.ts'
import type { Overrides } from '../../standin/okta/overrides.ts'
import { plantKinds } from '../../standin/okta/planting.ts'
import { planResponse } from '../../standin/okta/response.ts'
import { burdenKinds, documentTypes, nameIdMarkups, tampers } from '../../standin/okta/tampering.ts'
import { encode } from './signed-response.fixture.ts'
import { verifyResponse } from './verify.ts'

/** The stand-in Okta was written apart from this folder and shares no code with it: what it can make must be told apart. */
const NOW = Date.parse('2026-03-04T05:06:07Z')
const idp = strangerKey()
const stranger = strangerKey()
const application = {
	issuer: 'http://127.0.0.1:3002/metadata',
	acsUrl: 'http://localhost:3000/sign-in/acs',
	audience: 'urn:amazon:webservices',
	recipient: 'https://signin.aws.amazon.com/saml',
}
const person = {
	id: 'support',
	displayName: 'Sam Okafor',
	email: 'support@sluice.example',
	groups: ['sluice-support'],
	disabled: false,
}

function verify(overrides: Overrides) {
	let ids = 0
	const settings = { clock: { now: () => NOW }, assertionSeconds: 300, id: () => `_id${++ids}` }
	const plan = planResponse(person, application, '_request', settings)
	const xml = issueResponse(plan, overrides, { idp, stranger: () => stranger }, NOW)
	const { issuer, acsUrl, audience, recipient } = application
	return verifyResponse(
		encode(xml),
		{ issuer, acsUrl, audience, recipients: [recipient], certificates: [idp.certificate] },
		{ now: NOW, inResponseTo: '_request' },
	)
}

const both = { signResponse: true, signAssertion: true }
const attacks: Overrides[] = [
	...[1, 2, 3, 4, 5, 6, 7, 8].flatMap((xsw) => [{ xsw }, { xsw, ...both }]),
	...tampers.map((tamper) => ({ tamper })),
	...plantKinds.map((plant) => ({ plant })),
	...nameIdMarkups.map((nameIdMarkup) => ({ nameIdMarkup })),
	...documentTypes.map((dtd) => ({ dtd })),
	...burdenKinds.map((burden) => ({ burden })),
	{ errorWrapper: true },
	{ twoAssertions: true },
	{ unsigned: true },
	{ signResponse: false },
	{ signAssertion: false },
	{ attackerKey: true },
	{ algorithm: 'rsa-sha1' },
	{ algorithm: 'hmac-sha1' },
	{ digest: 'sha1' },
	{ canonicalization: 'inclusive' },
	{ canonicalization: 'exclusive-with-comments' },
	{ extraTransform: true },
	{ emptyUri: true },
	{ padding: 50_000 },
]

describe('responses of an identity provider written apart from this folder', () => {
	it('accepts the honest ones', async () => {
		expect(await verify({})).toMatchObject({ ok: true, assertion: { displayName: 'Sam Okafor' } })
		expect(await verify({ algorithm: 'rsa-sha512', digest: 'sha512' })).toMatchObject({ ok: true })
	})

	it.each(attacks.map((attack) => [JSON.stringify(attack), attack] as const))(
		'refuses %s by a rule',
		async (_, attack) => {
			const verdict = await verify(attack)
			expect(verdict.ok).toBe(false)
			expect(verdict).not.toHaveProperty('code', 'library')
		},
	)
})
