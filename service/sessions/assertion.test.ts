import { expect, it } from 'vitest'
import { createIdp, honestResponse, NOW, trusting } from '../../lib/saml/signed-response.fixture.ts'
import { createAssertionVerifier } from './assertion.ts'

const idp = createIdp()
const at = (offsetSeconds: number) => createAssertionVerifier(trusting(idp), () => new Date(NOW + offsetSeconds * 1000))

it('reads who signed in and when from a response of the trusted provider, whichever browser asked', async () => {
	expect(await at(0)(honestResponse(idp))).toMatchObject({
		ok: true,
		assertion: { email: 'sam@sluice.example', groups: ['sluice-support'], issuedAt: NOW, assertionId: '_assertion1' },
	})
})

it('trusts no other provider', async () => {
	expect(await at(0)(honestResponse(createIdp()))).toMatchObject({ ok: false, code: 'signature' })
})

it.each([
	['59 s past its end, for a clock that differs', 359, true],
	['61 s past its end', 361, false],
])('takes or refuses a response %s', async (_, offset, ok) => {
	expect((await at(offset)(honestResponse(idp))).ok).toBe(ok)
})

it('refuses a response that answers nobody’s request', async () => {
	const unsolicited = honestResponse(idp, { responseInResponseTo: '' })
	expect(await at(0)(unsolicited)).toMatchObject({ ok: false, code: 'in-response-to' })
})
