import { settings } from '../../settings.ts'
import { clearSignInCookies } from '../cookies.ts'
import { isSameOrigin } from '../same-origin.ts'

/**
 * The browser's part of signing out: its cache of this console and every cookie of sign-in go. Not `"cookies"`, which
 * would reach every other site of the company, and not `"storage"`, which would forget that somebody signed out.
 */
export function POST(request: Request): Response {
	if (!isSameOrigin(request, settings().consoleOrigin)) return new Response(null, { status: 403 })
	const headers = new Headers({ 'clear-site-data': '"cache"', 'cache-control': 'no-store' })
	for (const cookie of clearSignInCookies(request.headers)) headers.append('set-cookie', cookie)
	return new Response(null, { status: 204, headers })
}
