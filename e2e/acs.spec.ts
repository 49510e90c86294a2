import { inflateRawSync } from 'node:zlib'
import { expect, test } from './fixtures.ts'
import type { Stack } from './stack.ts'

type Attempt = { cookie: string; relayState: string; inResponseTo: string }

/** What a browser holds after it was sent to Okta: the attempt's cookie, RelayState and the request's id. */
async function attempt(stack: Stack, to = '/sources/harbor-web'): Promise<Attempt> {
	const answer = await fetch(`${stack.urls.console}/sign-in/start?to=${encodeURIComponent(to)}`, { redirect: 'manual' })
	const okta = new URL(answer.headers.get('location') ?? '')
	const request = inflateRawSync(Buffer.from(okta.searchParams.get('SAMLRequest') ?? '', 'base64')).toString()
	return {
		cookie: answer.headers
			.getSetCookie()
			.map((line) => line.split(';')[0])
			.join('; '),
		relayState: okta.searchParams.get('RelayState') ?? '',
		inResponseTo: /\bID="([^"]+)"/.exec(request)?.[1] ?? '',
	}
}

async function post(stack: Stack, { cookie, relayState }: Attempt, samlResponse: string) {
	const answer = await fetch(`${stack.urls.console}/sign-in/acs`, {
		method: 'POST',
		redirect: 'manual',
		headers: { 'content-type': 'application/x-www-form-urlencoded', cookie, origin: stack.urls.okta },
		body: new URLSearchParams({ SAMLResponse: samlResponse, RelayState: relayState }).toString(),
	})
	return { status: answer.status, text: await answer.text(), cookies: answer.headers.getSetCookie().join('\n') }
}

/** [what is wrong, how the response is made, why it must be refused] */
const BAD: [string, Record<string, unknown>, string][] = [
	['forged by another key', { attackerKey: true }, 'only pinned certificates count, never the one in KeyInfo'],
	['tampered with after signing', { tamper: true }, 'the digest no longer matches'],
	['expired', { notOnOrAfter: -60 }, 'its time is over'],
	['not valid yet', { notBefore: 3_600 }, 'its time has not come'],
	['for another audience', { audience: 'urn:other' }, 'made for another application'],
	['for another recipient', { recipient: 'https://other.example/saml' }, 'made for another address'],
	['for another destination', { destination: 'https://other.example/acs' }, 'made for another console'],
	['of another issuer', { issuer: 'https://evil.example/metadata' }, 'another identity provider'],
	[
		'with a failure status',
		{ status: 'urn:oasis:names:tc:SAML:2.0:status:AuthnFailed' },
		'Okta did not sign anybody in',
	],
	['unsigned', { unsigned: true }, 'anybody can write that'],
	['signed on the response only', { signAssertion: false }, 'Cognito reads the assertion'],
	['signed on the assertion only', { signResponse: false }, 'status and destination would be unsigned'],
	['signed with SHA-1', { algorithm: 'rsa-sha1' }, 'SHA-1 can be collided'],
	['digested with SHA-1', { digest: 'sha1' }, 'SHA-1 can be collided'],
	['holding a DTD', { dtd: true }, 'entities are an attack'],
	['with two assertions', { twoAssertions: true }, 'which one would count?'],
	['for the holder of a key', { holderOfKey: true }, 'only bearer is in use'],
	['without times', { noConditionsTimes: true }, 'it would be valid for ever'],
	...Array.from({ length: 8 }, (_, index): [string, Record<string, unknown>, string] => [
		`wrapped (XSW${index + 1})`,
		{ xsw: index + 1 },
		'the signed part is not the part that is read',
	]),
]

test.describe('the answer from Okta', () => {
	for (const [what, order, why] of BAD) {
		test(`${what} is refused: ${why}`, async ({ stack }) => {
			const started = await attempt(stack)
			const bad = await stack.assertion({ persona: 'support', inResponseTo: started.inResponseTo, ...order })
			const answer = await post(stack, started, bad)
			expect(answer.status).toBe(403)
			expect(answer.cookies).not.toContain('__Host-sluice-seal-')
			expect(answer.text).toMatch(/request id/i)
			expect(answer.text).not.toContain(bad.slice(0, 60))
		})
	}

	test('a good one is taken once; the second time it is refused', async ({ stack }) => {
		const started = await attempt(stack)
		const good = await stack.assertion({ persona: 'support', inResponseTo: started.inResponseTo })
		const first = await post(stack, started, good)
		expect(first.status).toBe(200)
		expect(first.cookies).toContain('__Host-sluice-seal-')
		expect(first.text, 'only sealed text may stand in the page').not.toContain(good.slice(0, 60))
		const spent = first.cookies.split('\n').filter((line) => line.startsWith('__Host-sluice-attempt-'))
		expect(spent.join(), 'the attempt is over').toMatch(/Max-Age=0|Expires=Thu, 01 Jan 1970/i)
		const second = await post(stack, { ...started, cookie: '' }, good)
		expect(second.status).toBe(403)
	})

	test('of another browser’s sign-in is refused', async ({ stack }) => {
		const [mine, theirs] = [await attempt(stack), await attempt(stack)]
		const planted = await stack.assertion({ persona: 'admin', inResponseTo: theirs.inResponseTo })
		expect((await post(stack, mine, planted)).status).toBe(403)
		expect((await post(stack, { ...theirs, cookie: mine.cookie }, planted)).status).toBe(403)
	})

	test('that nobody asked for is refused', async ({ stack }) => {
		const unsolicited = await stack.assertion({ persona: 'support', inResponseTo: null })
		expect((await post(stack, await attempt(stack), unsolicited)).status).toBe(403)
	})

	for (const to of [
		'https://evil.example/',
		'//evil.example',
		'/\\evil.example',
		'javascript:alert(1)',
		'/%0d%0aSet-Cookie:x=1',
	]) {
		test(`never leads to a foreign place: ${to}`, async ({ stack }) => {
			const started = await attempt(stack, to)
			const good = await stack.assertion({ persona: 'support', inResponseTo: started.inResponseTo })
			const answer = await post(stack, started, good)
			const sealed = /[0-9a-f]{8}\.ey[\w.-]+/.exec(answer.text)?.[0]
			const cookie = /__Host-sluice-seal-[^;]+/.exec(answer.cookies)?.[0] ?? ''
			const redeemed = await fetch(`${stack.urls.console}/sign-in/redeem`, {
				method: 'POST',
				headers: { 'content-type': 'application/json', cookie, origin: stack.urls.console },
				body: JSON.stringify({ sealed }),
			})
			const landing = (await redeemed.json()) as { to: string; samlResponse: string }
			expect(landing.samlResponse).toBe(good)
			expect(new URL(landing.to, stack.urls.console).origin).toBe(stack.urls.console)
			expect(landing.to).toMatch(/^\/(?![/\\])[\x21-\x7e]*$/)
		})
	}
})
