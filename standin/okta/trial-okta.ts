import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { close, listen } from '../listening.ts'
import { createClock } from '../world/clock.ts'
import { createPersonas } from '../world/personas.ts'
import { loadIdpKeys } from './idp-key.ts'
import { createOkta } from './okta.ts'

export const ACS = 'http://localhost:3000/sign-in/acs'

/** For tests: an Okta on a free port, with its world. */
export async function startTrialOkta() {
	const dataDir = mkdtempSync(join(tmpdir(), 'sluice-okta-'))
	const clock = createClock()
	const personas = createPersonas()
	const port = await freePort()
	const origin = `http://127.0.0.1:${port}`
	const application = {
		acsUrl: ACS,
		audience: 'urn:amazon:webservices',
		recipient: 'https://signin.aws.amazon.com/saml',
	}
	const { server, knobs } = createOkta({ origin, application, keys: loadIdpKeys(dataDir), personas, clock })
	await listen(server, port, 'okta')

	/** The link that Sluice sends a browser to, or one that somebody made up. */
	function sso({
		id = '_request1',
		issuer = 'urn:amazon:webservices',
		acs = ACS,
		attributes = '',
		relayState = 'a1b2c3d4',
		issued = '2026-01-01T00:00:00Z',
	} = {}): string {
		const xml =
			`<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="${id}" Version="2.0" ` +
			`IssueInstant="${issued}" AssertionConsumerServiceURL="${acs}"${attributes}>` +
			`<saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${issuer}</saml:Issuer></samlp:AuthnRequest>`
		return `${link(deflateRawSync(xml).toString('base64'))}&${new URLSearchParams({ RelayState: relayState })}`
	}
	const link = (samlRequest: string) => `${origin}/sso?${new URLSearchParams({ SAMLRequest: samlRequest })}`

	return {
		origin,
		clock,
		personas,
		knobs,
		sso,
		link,
		browser: () => createBrowser(origin),
		reset() {
			knobs.reset()
			personas.reset()
			clock.setOffset(0)
		},
		async stop() {
			await close(server)
			rmSync(dataDir, { recursive: true })
		},
	}
}

export type TrialOkta = Awaited<ReturnType<typeof startTrialOkta>>
export type Browser = ReturnType<typeof createBrowser>
export type Page = { status: number; text: string; csp: string; headers: Headers }

/** Follows no script, keeps cookies. */
function createBrowser(origin: string) {
	let cookie = ''
	async function send(url: string, init: RequestInit = {}): Promise<Page> {
		const answer = await fetch(url, { ...init, headers: { ...init.headers, cookie } })
		cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? cookie
		const csp = answer.headers.get('content-security-policy') ?? ''
		return { status: answer.status, text: await answer.text(), csp, headers: answer.headers }
	}
	const post = (form: URLSearchParams, from = origin) =>
		send(`${origin}/sso`, { method: 'POST', body: form, headers: { origin: from } })
	return {
		get: (url: string) => send(url),
		post,
		choose(page: Page, persona: string) {
			const SAMLRequest = field(page, 'SAMLRequest')
			return post(new URLSearchParams({ SAMLRequest, RelayState: field(page, 'RelayState'), persona }))
		},
	}
}

/** The value of a hidden field. */
export function field(page: Page, name: string): string {
	return new RegExp(`name="${name}" value="([^"]*)"`).exec(page.text)?.[1] ?? ''
}

/** The XML of the response in a delivery page. */
export const responseIn = (page: Page) => Buffer.from(field(page, 'SAMLResponse'), 'base64').toString()

function freePort(): Promise<number> {
	return new Promise((resolve) => {
		const probe = createServer().listen(0, '127.0.0.1', () => {
			const { port } = probe.address() as AddressInfo
			probe.close(() => resolve(port))
		})
	})
}
