import { NextRequest } from 'next/server'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { createIdp } from '../lib/saml/signed-response.fixture.ts'
import { proxy } from '../proxy.ts'

const ENVIRONMENT = {
	SLUICE_CONSOLE_ORIGIN: 'https://console.example.com',
	SLUICE_CONSOLE_SECRETS: 'a-secret-of-at-least-thirty-two-characters',
	SLUICE_IDP_SSO_URL: 'https://okta.example.com/sso',
	SLUICE_GATE_URL: 'https://gate.example.com/prod',
	SLUICE_COGNITO_URL: 'https://cognito.example.com',
	SLUICE_REGION: 'us-west-2',
	SLUICE_IDENTITY_POOL_ID: 'us-west-2:00000000-0000-4000-8000-000000000000',
	SLUICE_SAML_PROVIDER_ARN: 'arn:aws:iam::111122223333:saml-provider/okta',
	SLUICE_ENVIRONMENT: 'production',
	SLUICE_IDP_ISSUER: 'https://idp.example.com/metadata',
	SLUICE_IDP_CERTIFICATES: createIdp().certificate,
	SLUICE_ACS_URL: 'https://console.example.com/sign-in/acs',
}

beforeAll(() => {
	for (const [name, value] of Object.entries(ENVIRONMENT)) vi.stubEnv(name, value)
})

/** What Next hands on to the page: it takes the request's headers from the answer of the proxy. */
function pass(headers: Record<string, string> = {}) {
	const answer = proxy(new NextRequest('https://console.example.com/sources', { headers }))
	const names = (answer.headers.get('x-middleware-override-headers') ?? '').split(',')
	const passed = new Map(names.map((name) => [name, answer.headers.get(`x-middleware-request-${name}`)]))
	return { policy: answer.headers.get('content-security-policy') ?? '', passed }
}

describe('proxy', () => {
	it('gives the page the nonce of the policy that the browser gets, a new one each time', () => {
		const { policy, passed } = pass()
		expect(policy).toContain(`'nonce-${passed.get('x-nonce')}'`)
		expect(passed.get('content-security-policy')).toBe(policy)
		expect(pass().passed.get('x-nonce')).not.toBe(passed.get('x-nonce'))
	})

	it.each([
		'x-middleware-subrequest',
		'x-middleware-prefetch',
		'x-nextjs-data',
		'x-nextjs-request-id',
		'x-nextjs-html-request-id',
		'content-security-policy-report-only',
	])('lets no client speak as %s', (name) => {
		const { passed } = pass({ [name]: 'from-a-client', accept: 'text/html' })
		expect(passed.has(name)).toBe(false)
		expect(passed.get('accept')).toBe('text/html')
	})

	it('lets the development server hear only what soft navigation needs there', () => {
		vi.stubEnv('NODE_ENV', 'development')
		const sent = ['x-nextjs-request-id', 'x-nextjs-html-request-id', 'x-nextjs-data', 'x-nextjs-request-id-2']
		const { passed } = pass(Object.fromEntries(sent.map((name) => [name, '1'])))
		expect(sent.filter((name) => passed.has(name))).toEqual(sent.slice(0, 2))
		vi.stubEnv('NODE_ENV', 'test')
	})

	it.each(['x-nonce', 'content-security-policy'])('overwrites %s of a client', (name) => {
		expect(pass({ [name]: 'from-a-client' }).passed.get(name)).not.toContain('from-a-client')
	})
})
