import { randomBytes } from 'node:crypto'
import { type NextRequest, NextResponse } from 'next/server'
import { contentSecurityPolicy } from './app/content-security-policy.ts'
import { settings } from './app/settings.ts'

export const config = { matcher: ['/((?!_next/static/|icon\\.svg$).*)'] }

const NEXT_OWN = /^(?:x-nonce|content-security-policy(?:-report-only)?|x-middleware-.*|x-nextjs-.*)$/
/** By these the development server finds the page that its debug data belongs to; soft navigation waits for that data. */
const DEBUG_DATA = /^x-nextjs-(?:html-)?request-id$/

/**
 * Gives every document its policy and its nonce. The nonce travels on the request, where Next takes it from, so nothing a
 * client sent under these names may reach Next (CVE-2026-44581, CVE-2025-29927). This file decides on no access.
 */
export function proxy(request: NextRequest): NextResponse {
	const nonce = randomBytes(16).toString('base64')
	const development = process.env.NODE_ENV === 'development'
	const policy = contentSecurityPolicy(settings(), nonce, development)
	const headers = new Headers(request.headers)
	for (const name of request.headers.keys()) {
		if (NEXT_OWN.test(name) && !(development && DEBUG_DATA.test(name))) headers.delete(name)
	}
	headers.set('x-nonce', nonce)
	headers.set('content-security-policy', policy)
	const response = NextResponse.next({ request: { headers } })
	response.headers.set('content-security-policy', policy)
	return response
}
