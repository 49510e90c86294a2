import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DOMParser } from '@xmldom/xmldom'
import { describe, expect, it } from 'vitest'
import { SignedXml } from 'xml-crypto'
import { below, EVIL_NAME_ID } from './dom.ts'
import { strangerKey } from './idp-key.ts'
import { issueResponse } from './issue.ts'
import { type Overrides, overridesSchema } from './overrides.ts'
import { planResponse } from './response.ts'

const NOW = Date.parse('2026-03-01T12:00:00Z')
const idp = strangerKey()
const stranger = strangerKey()
const person = {
	id: 'support',
	displayName: 'Sam "O\'K" & <Okafor>',
	email: 'support@sluice.example',
	groups: ['sluice-support', 'all'],
	disabled: false,
}
const application = {
	issuer: 'http://127.0.0.1:3002/metadata',
	acsUrl: 'http://localhost:3000/sign-in/acs',
	audience: 'urn:amazon:webservices',
	recipient: 'https://signin.aws.amazon.com/saml',
}

function issue(overrides: Overrides = {}): string {
	let ids = 0
	const plan = planResponse(person, application, '_request', {
		clock: { now: () => NOW },
		assertionSeconds: 300,
		id: () => `_id${++ids}`,
	})
	return issueResponse(plan, overrides, { idp, stranger: () => stranger }, NOW)
}

/** What a careless, purely cryptographic check says: each signature's verdict and the bytes it covers. */
function verify(xml: string, certificate = idp.certificate): { valid: boolean; covers: string }[] {
	const document = new DOMParser().parseFromString(xml, 'text/xml')
	return new SignedXml().findSignatures(document).map((node) => {
		const signed = new SignedXml({ publicCert: certificate })
		try {
			signed.loadSignature(node)
			const valid = signed.checkSignature(xml)
			return { valid, covers: signed.getSignedReferences()[0] ?? '' }
		} catch {
			return { valid: false, covers: '' }
		}
	})
}

const names = (xml: string) =>
	below(new DOMParser().parseFromString(xml, 'text/xml'), 'NameID').map((each) => each.textContent)

describe('an honest response', () => {
	it('carries two valid signatures, of the response and of the assertion', () => {
		const checks = verify(issue())
		expect(checks.map(({ valid }) => valid)).toEqual([true, true])
		expect(checks[0]?.covers).toMatch(/^<saml2p:Response /)
		expect(checks[1]?.covers).toMatch(/^<saml2:Assertion /)
	})

	it('is valid for no other key', () => {
		expect(verify(issue(), stranger.certificate).map(({ valid }) => valid)).toEqual([false, false])
	})

	it('says who, for whom, until when and in answer to what', () => {
		const xml = issue()
		expect(names(xml)).toEqual(['support@sluice.example'])
		expect(xml).toContain('Destination="http://localhost:3000/sign-in/acs"')
		expect(xml).toContain('NotOnOrAfter="2026-03-01T12:05:00.000Z" Recipient="https://signin.aws.amazon.com/saml"')
		expect(xml).toContain('<saml2:Audience>urn:amazon:webservices</saml2:Audience>')
		expect(xml.match(/InResponseTo="_request"/g)).toHaveLength(2)
		expect(xml.match(/<saml2:SubjectConfirmation /g)).toHaveLength(1)
		expect(xml).toContain('O\'K" &amp; &lt;Okafor&gt;')
	})

	it('stands up to xmlsec1', (context) => {
		if (spawnSync('xmlsec1', ['--version']).error) context.skip('xmlsec1 is not installed: second opinion not asked')
		const folder = mkdtempSync(join(tmpdir(), 'sluice-xmlsec-'))
		writeFileSync(join(folder, 'response.xml'), issue())
		writeFileSync(join(folder, 'idp.pem'), idp.certificate)
		const ids = ['--id-attr:ID', 'Response', '--id-attr:ID', 'Assertion']
		execFileSync('xmlsec1', ['--verify', '--pubkey-cert-pem', `${folder}/idp.pem`, ...ids, `${folder}/response.xml`], {
			stdio: 'pipe',
		})
		rmSync(folder, { recursive: true })
	})
})

describe('overrides of the content are signed honestly', () => {
	const table: [string, Overrides, string | RegExp][] = [
		['another audience', { audience: 'urn:x' }, '<saml2:Audience>urn:x</saml2:Audience>'],
		['no audience', { audience: null }, /<saml2:Conditions [^>]*\/>/],
		['two audiences', { twoAudiences: true }, /services<\/saml2:Audience><saml2:Audience>urn:example:other/],
		['two restrictions', { twoAudienceRestrictions: true }, /(<saml2:AudienceRestriction>.*){2}/],
		['another recipient', { recipient: 'https://x' }, 'Recipient="https://x"'],
		['no recipient', { recipient: null }, /SubjectConfirmationData InResponseTo="_request" NotOnOrAfter="[^"]*"\/>/],
		['another destination', { destination: 'https://x' }, 'Destination="https://x"'],
		['another issuer', { issuer: 'urn:x' }, /(<saml2:Issuer>urn:x.*){2}/],
		['a status', { status: 'Responder' }, 'Value="urn:oasis:names:tc:SAML:2.0:status:Responder"'],
		['unsolicited', { inResponseTo: null }, /^(?!.*InResponseTo)/],
		['another request', { inResponseTo: '_x' }, /(InResponseTo="_x".*){2}/],
		['only confirmation for another', { confirmationInResponseTo: '_x' }, /InResponseTo="_request".*InResponseTo="_x"/],
		['expired, in seconds', { notOnOrAfter: -1 }, /(NotOnOrAfter="2026-03-01T11:59:59.000Z".*){2}/],
		['expired, as a time', { notOnOrAfter: '2026-01-01T00:00:00Z' }, /(NotOnOrAfter="2026-01-01T00:00:00.000Z".*){2}/],
		['only the confirmation expired', { confirmationNotOnOrAfter: -1 }, /11:59:59.000Z".*12:05:00.000Z"/],
		['not yet valid', { notBefore: 3600 }, 'NotBefore="2026-03-01T13:00:00.000Z"'],
		['no times', { noConditionsTimes: true }, '<saml2:Conditions><saml2:AudienceRestriction>'],
		['old', { issueInstant: -3600 }, /(IssueInstant="2026-03-01T11:00:00.000Z".*){2}/],
		['session over', { sessionNotOnOrAfter: -1 }, 'SessionNotOnOrAfter="2026-03-01T11:59:59.000Z"'],
		['holder of key', { holderOfKey: true }, 'cm:holder-of-key'],
		['no confirmation', { noConfirmation: true }, '</saml2:NameID></saml2:Subject>'],
		['two confirmations', { twoConfirmations: true }, /(<saml2:SubjectConfirmation .*){2}/],
		['another context', { authnContext: 'urn:ctx' }, '<saml2:AuthnContextClassRef>urn:ctx<'],
		['another name', { nameId: 'x@y' }, '>x@y</saml2:NameID>'],
		['groups', { groups: ['a', 'b'] }, />a<\/saml2:AttributeValue><saml2:AttributeValue [^>]*>b</],
		['no groups', { groups: [] }, /^(?!.*Name="groups")/],
		['no role session name', { roleSessionName: null }, /^(?!.*RoleSessionName)/],
		['AWS roles', { role: ['arn:a,arn:b'] }, 'Name="https://aws.amazon.com/SAML/Attributes/Role"'],
		['padding', { padding: 40_000 }, /x{40000}/],
	]
	it.each(table)('%s', (_why, overrides, expected) => {
		const xml = issue(overrides)
		expect(xml).toMatch(expected)
		expect(verify(xml).map(({ valid }) => valid)).toEqual([true, true])
	})
})

describe('overrides of the signature', () => {
	it.each<[string, Overrides, number, string]>([
		['unsigned', { unsigned: true }, 0, '<saml2p:Status>'],
		['only the response', { signAssertion: false }, 1, '</saml2:Issuer><ds:Signature'],
		['only the assertion', { signResponse: false }, 1, '</saml2:Issuer><saml2p:Status>'],
		['RSA with SHA-1', { algorithm: 'rsa-sha1' }, 2, 'xmldsig#rsa-sha1'],
		['RSA with SHA-512', { algorithm: 'rsa-sha512' }, 2, 'xmldsig-more#rsa-sha512'],
		['SHA-1 digest', { digest: 'sha1' }, 2, 'DigestMethod Algorithm="http://www.w3.org/2000/09/xmldsig#sha1"'],
		['with comments', { canonicalization: 'exclusive-with-comments' }, 2, 'xml-exc-c14n#WithComments'],
		['inclusive', { canonicalization: 'inclusive' }, 2, 'REC-xml-c14n-20010315'],
	])('%s: valid as far as the mathematics go', (_why, overrides, count, expected) => {
		const xml = issue(overrides)
		expect(xml).toContain(expected)
		expect(verify(xml).map(({ valid }) => valid)).toEqual(Array(count).fill(true))
	})

	it('the attacker key is valid for its own certificate only, and brings it along', () => {
		const xml = issue({ attackerKey: true })
		expect(verify(xml, stranger.certificate).every(({ valid }) => valid)).toBe(true)
		expect(verify(xml).some(({ valid }) => valid)).toBe(false)
		expect(xml).toContain(stranger.certificate.split('\n')[1])
	})

	it('HMAC is keyed with the public certificate', () => {
		const xml = issue({ algorithm: 'hmac-sha1', signAssertion: false })
		const signed = new SignedXml({ publicCert: idp.certificate })
		signed.enableHMAC()
		const [node] = signed.findSignatures(new DOMParser().parseFromString(xml, 'text/xml'))
		if (node) signed.loadSignature(node)
		expect(signed.checkSignature(xml)).toBe(true)
	})

	it('an extra transform and an empty URI stand in the signature', () => {
		expect(issue({ extraTransform: true })).toMatch(/(<ds:Transform .*?){3}<\/ds:Transforms>/)
		expect(issue({ emptyUri: true, signAssertion: false })).toContain('<ds:Reference URI="">')
	})
})

describe('wrapping', () => {
	it.each([1, 2, 3, 4, 5, 6, 7, 8])('XSW%i keeps a validly signed honest element beside a forged one', (xsw) => {
		const xml = issue({ xsw })
		const honest = verify(xml).filter(({ valid }) => valid)
		expect(honest.length).toBeGreaterThan(0)
		for (const { covers } of honest) expect(names(covers)).toEqual(['support@sluice.example'])
		expect(names(xml)).toContain(EVIL_NAME_ID)
	})

	it('a signed error wraps a forged success', () => {
		const xml = issue({ errorWrapper: true })
		expect(verify(xml)).toMatchObject([{ valid: true, covers: expect.stringContaining('status:Responder') }])
		expect(names(xml)).toEqual([EVIL_NAME_ID])
	})

	it.each(['duplicateId', 'namespacedId', 'secondRoot', 'object'] as const)('%s plants a forged assertion', (plant) => {
		expect(issue({ plant })).toContain(EVIL_NAME_ID)
	})

	it('two assertions, the first one validly signed', () => {
		const xml = issue({ twoAssertions: true, signResponse: false })
		expect(names(xml)).toEqual(['support@sluice.example', EVIL_NAME_ID])
		expect(verify(xml).map(({ valid }) => valid)).toEqual([true])
	})
})

describe('changes after signing', () => {
	const honest = issue({ signResponse: false })
	it.each(overridesSchema.shape.tamper.unwrap().options[1].options)('%s changes the bytes', (tamper) => {
		expect(issue({ tamper, signResponse: false })).not.toBe(honest)
	})

	it.each(['nameId', 'groups', 'audience', 'recipient', 'conditions', 'attributes', 'digest', 'signature'] as const)(
		'%s makes every signature invalid',
		(tamper) => {
			expect(verify(issue({ tamper })).map(({ valid }) => valid)).toEqual([false, false])
		},
	)

	it('a comment in the NameID stays validly signed, and the whole name is still there', () => {
		const xml = issue({ nameIdMarkup: 'comment' })
		expect(xml).toContain('sup<!---->port@sluice.example')
		expect(verify(xml).map(({ valid }) => valid)).toEqual([true, true])
		expect(names(xml)).toEqual(['support@sluice.example'])
	})

	it.each<[Overrides, RegExp]>([
		[{ dtd: true }, /^<!DOCTYPE saml2p:Response>/],
		[{ dtd: 'external' }, /^<!DOCTYPE .*SYSTEM/],
		[{ dtd: 'bomb' }, /^<!DOCTYPE .*<!ENTITY c/],
		[{ burden: 'nested' }, /(<x>){4000}/],
		[{ burden: 'deeplyNested' }, /(<x>){20000}/],
		[{ burden: 'elements' }, /(<x\/>){5000}/],
	])('%o', (overrides, expected) => {
		expect(issue(overrides)).toMatch(expected)
	})
})
