import { settings } from '../../settings.ts'
import { startAttempt } from '../acs/attempt.ts'
import { readCookies } from '../cookies.ts'
import { returnPath } from '../return-path.ts'

/** Leaves for Okta. `to` is where to land afterwards: a path of this console, or `/` for anything else. */
export async function GET(request: Request): Promise<Response> {
	const to = returnPath(new URL(request.url).searchParams.get('to'))
	const { location, setCookies } = await startAttempt(readCookies(request.headers), to, settings(), Date.now())
	const headers = new Headers({ location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
	for (const cookie of setCookies) headers.append('set-cookie', cookie)
	return new Response(null, { status: 302, headers })
}
