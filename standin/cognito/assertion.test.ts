import { describe, expect, it } from 'vitest'
import type { Overrides } from '../okta/overrides.ts'
import { createTrialPool } from './trial-pool.ts'

const INVALID = 'Invalid base64 SAMLResponse'
const SIGNATURE = "Invalid login token. Couldn't verify signed token."
const ISSUER = "Invalid login token. Issuer doesn't match providerName"
const AUDIENCE = 'Invalid login token. Incorrect token audience.'
const EXPIRED = /^Invalid login token\. Token expired: \d+ <= \d+$/

const pool = createTrialPool()

describe('a login is refused when its response is', () => {
	const table: [string, Overrides, string | RegExp][] = [
		['unsigned', { unsigned: true }, SIGNATURE],
		['signed by a key that only its own KeyInfo knows', { attackerKey: true }, SIGNATURE],
		['signed with the public certificate as HMAC secret', { algorithm: 'hmac-sha1' }, SIGNATURE],
		['signed with RSA and SHA-1', { algorithm: 'rsa-sha1' }, SIGNATURE],
		['digested with SHA-1', { digest: 'sha1' }, SIGNATURE],
		['canonicalized with comments', { canonicalization: 'exclusive-with-comments' }, SIGNATURE],
		['canonicalized inclusively', { canonicalization: 'inclusive' }, SIGNATURE],
		['signed with one transform too many', { extraTransform: true }, SIGNATURE],
		['signed as a whole document', { emptyUri: true, signAssertion: false }, SIGNATURE],
		...[1, 2, 3, 4, 5, 6, 7, 8].map((xsw): [string, Overrides, string] => [`wrapped, XSW${xsw}`, { xsw }, SIGNATURE]),
		['XSW1 without a signed assertion', { xsw: 1, signAssertion: false }, SIGNATURE],
		['XSW2 without a signed assertion', { xsw: 2, signAssertion: false }, SIGNATURE],
		['a forgery around a signed error', { errorWrapper: true }, SIGNATURE],
		['two assertions, one signed', { twoAssertions: true, signResponse: false }, SIGNATURE],
		['two assertions under a signed response', { twoAssertions: true }, SIGNATURE],
		['an ID twice', { plant: 'duplicateId', signResponse: false }, SIGNATURE],
		['an ID in a foreign namespace', { plant: 'namespacedId', signResponse: false }, SIGNATURE],
		['a foreign Signature first', { plant: 'foreignSignature', signResponse: false }, SIGNATURE],
		['a forgery in a signature object', { plant: 'object', signResponse: false }, SIGNATURE],
		['two signatures on one element', { plant: 'secondSignature', signResponse: false }, SIGNATURE],
		['two roots', { plant: 'secondRoot' }, INVALID],
		['a plain document type', { dtd: true }, INVALID],
		['an external entity', { dtd: 'external' }, INVALID],
		['an entity bomb', { dtd: 'bomb' }, INVALID],
		['4,000 nested elements', { burden: 'nested' }, INVALID],
		['5,000 elements', { burden: 'elements' }, INVALID],
		['cut short', { tamper: 'truncated' }, INVALID],
		...(
			['nameId', 'groups', 'audience', 'recipient', 'conditions', 'attributes', 'digest', 'signature'] as const
		).flatMap((tamper): [string, Overrides, string][] => [
			[`changed after signing: ${tamper}`, { tamper }, SIGNATURE],
			[`changed after signing the assertion alone: ${tamper}`, { tamper, signResponse: false }, SIGNATURE],
		]),
		['a comment in the digest', { tamper: 'digestComment' }, SIGNATURE],
		['a second SignedInfo', { tamper: 'secondSignedInfo' }, SIGNATURE],
		['the status changed under a signed response', { tamper: 'status' }, SIGNATURE],
		['an instruction in the NameID', { nameIdMarkup: 'instruction' }, SIGNATURE],
		['from another issuer', { issuer: 'urn:example:other' }, ISSUER],
		['for another audience', { audience: 'urn:example:other' }, AUDIENCE],
		['for no audience', { audience: null }, AUDIENCE],
		['for two audiences', { twoAudiences: true }, AUDIENCE],
		['under two restrictions', { twoAudienceRestrictions: true }, AUDIENCE],
		['expired', { notOnOrAfter: 0 }, EXPIRED],
		['expired in Conditions alone', { notOnOrAfter: -1, confirmationNotOnOrAfter: 300 }, EXPIRED],
		['expired in the confirmation alone', { confirmationNotOnOrAfter: -1 }, EXPIRED],
		['of a session that is over', { sessionNotOnOrAfter: -1 }, EXPIRED],
		['not yet valid', { notBefore: 1 }, 'Invalid login token. Token is not yet valid'],
		['without times', { noConditionsTimes: true }, INVALID],
		['without a NotBefore', { notBefore: null }, INVALID],
		['without a time in the confirmation', { confirmationNotOnOrAfter: null }, INVALID],
		['for another recipient', { recipient: 'https://evil.example' }, INVALID],
		['for no recipient', { recipient: null }, INVALID],
		['for a holder of a key', { holderOfKey: true }, INVALID],
		['without a confirmation', { noConfirmation: true }, INVALID],
		['confirmed twice', { twoConfirmations: true }, INVALID],
		['a failure', { status: 'Responder' }, INVALID],
		['a failure in the unsigned part', { status: 'Responder', signResponse: false }, INVALID],
		['without a name', { nameId: '' }, INVALID],
		['without a role session name', { roleSessionName: null }, INVALID],
		['of two role session names', { roleSessionName: ['a@b.example', 'c@d.example'] }, INVALID],
		['of a role session name AWS does not take', { roleSessionName: 'Sam Okafor' }, INVALID],
	]
	it.each(table)('%s', (_why, overrides, message) => {
		const answer = pool.getId(pool.respond('support', overrides))
		expect(answer).toHaveProperty(
			'message',
			expect.stringMatching(message instanceof RegExp ? message : exactly(message)),
		)
		expect(answer).toHaveProperty('refused', true)
		expect(answer).not.toHaveProperty('IdentityId')
	})

	it.each([
		['not base64', '<xml/>'],
		['URL-encoded', encodeURIComponent(pool.respond('support'))],
		['wrapped in lines', pool.respond('support').replace(/(.{76})/g, '$1\n')],
		['not UTF-8', Buffer.from([0x3c, 0x61, 0xff, 0x3e]).toString('base64')],
		['not XML', Buffer.from('hello').toString('base64')],
	])('%s', (_why, samlResponse) => {
		expect(pool.getId(samlResponse)).toMatchObject({ type: 'InvalidParameterException', message: INVALID })
	})
})

describe('a login is taken', () => {
	it.each<[string, Overrides]>([
		['as Okta sends it', {}],
		['with the response signed alone', { signAssertion: false }],
		['with the assertion signed alone', { signResponse: false }],
		['with SHA-512', { algorithm: 'rsa-sha512', digest: 'sha512' }],
		['in answer to no request', { inResponseTo: null }],
		['sent to any destination', { destination: 'https://elsewhere.example' }],
		['with the console as recipient', { recipient: 'http://localhost:3000/sign-in/acs' }],
		['with the regional sign-in address', { recipient: 'https://us-west-2.signin.aws.amazon.com/saml' }],
	])('%s', (_why, overrides) => {
		expect(pool.getId(pool.respond('support', overrides))).toHaveProperty('IdentityId')
	})

	it('by its whole name, when a comment cuts it in two', () => {
		const honest = pool.getId(pool.respond('support'))
		expect(pool.getId(pool.respond('support', { nameIdMarkup: 'comment' }))).toEqual(honest)
	})

	it('but not for our own address, once the recipient is strict', () => {
		const strict = createTrialPool({ settings: { strictRecipient: true } })
		expect(strict.getId(strict.respond('support'))).toHaveProperty('IdentityId')
		const ours = strict.respond('support', { recipient: 'http://localhost:3000/sign-in/acs' })
		expect(strict.getId(ours)).toMatchObject({ message: INVALID })
	})
})

describe('key rotation', () => {
	it.each([
		['current', 'idp', true],
		['current', 'next', false],
		['next', 'idp', false],
		['next', 'next', true],
		['both', 'idp', true],
		['both', 'next', true],
	] as const)('IAM holds %s, Okta signs with %s: taken %s', (certificates, key, taken) => {
		const rotating = createTrialPool({ settings: { certificates } })
		expect('IdentityId' in rotating.getId(rotating.respond('support', {}, key))).toBe(taken)
	})
})

function exactly(text: string): RegExp {
	return new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`)
}
