import { describe, expect, it } from 'vitest'
import { contentSecurityPolicy } from './content-security-policy.ts'
import { SETTINGS } from './sign-in/console.fixture.ts'

const parse = (policy: string) =>
	new Map(policy.split('; ').map((part) => [part.split(' ')[0], part.split(' ').slice(1)] as const))

describe('the policy of every document', () => {
	const policy = parse(contentSecurityPolicy(SETTINGS, 'n0nce', false))

	it.each([
		['default-src', ["'self'"]],
		['script-src', ["'self'", "'nonce-n0nce'", "'strict-dynamic'"]],
		['style-src-elem', ["'self'", "'nonce-n0nce'"]],
		['connect-src', ["'self'", 'https://gate.example.com', 'https://cognito.example.com']],
		['img-src', ["'self'", 'data:']],
		['object-src', ["'none'"]],
		['base-uri', ["'none'"]],
		['form-action', ["'self'", 'https://okta.example.com']],
		['frame-ancestors', ["'none'"]],
		['require-trusted-types-for', ["'script'"]],
		['trusted-types', ['default', 'nextjs']],
	])('%s allows this and no more', (directive, values) => expect(policy.get(directive)).toEqual(values))

	it('opens eval and web sockets in development only', () => {
		expect([...policy.values()].flat()).not.toContain("'unsafe-eval'")
		const development = parse(contentSecurityPolicy(SETTINGS, 'n0nce', true))
		expect(development.get('script-src')).toContain("'unsafe-eval'")
		expect(development.get('connect-src')).toContain('ws:')
	})
})
