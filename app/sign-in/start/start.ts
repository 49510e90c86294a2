import type { ConsoleSettings } from '../../../lib/settings/console.ts'
import { startAttempt } from '../acs/attempt.ts'
import { readCookies } from '../cookies.ts'
import { returnPath } from '../return-path.ts'

/**
 * Leaves for Okta. `to` is where to land afterwards: a path of this console, or `/` for anything else. `again=1`, after
 * Sign out and after a refusal, has Okta ask who signs in, since its own session would bring the same person back.
 */
export async function startSignIn(request: Request, settings: ConsoleSettings, now: number): Promise<Response> {
	const { searchParams } = new URL(request.url)
	const trip = { to: returnPath(searchParams.get('to')), again: searchParams.get('again') === '1' }
	const { location, setCookies } = await startAttempt(readCookies(request.headers), trip, settings, now)
	const headers = new Headers({ location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
	for (const cookie of setCookies) headers.append('set-cookie', cookie)
	return new Response(null, { status: 302, headers })
}
