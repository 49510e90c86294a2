import { settings } from '../../settings.ts'
import { receiveResponse } from './receive.ts'

export const POST = (request: Request): Promise<Response> =>
	receiveResponse(request, { settings: settings(), now: Date.now, log: console.log })

/** Who comes here without an answer from Okta, say by a bookmark, starts at the beginning. */
export const GET = (): Response => new Response(null, { status: 303, headers: { location: '/sign-in' } })
