import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { openHandOver } from '../acs/hand-over.ts'
import type { Ports } from '../acs/receive.ts'
import { mediaType, readBody } from '../body.ts'
import { readCookies } from '../cookies.ts'
import { describeRefusal, type SignInRefusal } from '../refusals.ts'
import { isSameOrigin } from '../same-origin.ts'

/** 50,000 characters of response, twice base64. */
const MAX_BODY = 131_072
const asked = z.strictObject({ sealed: z.string() })

/**
 * Opens a sealed hand-over once, for the page of the browser that received it: `{samlResponse, to, time}`, or with 403
 * `{refusal}`. `time` is this server's clock, ISO 8601, against which the page corrects a wrong clock of its own.
 */
export async function redeem(request: Request, { settings, now, log }: Ports): Promise<Response> {
	const refuse = (code: SignInRefusal, clear: string | null = null) => {
		const requestId = randomUUID()
		log(JSON.stringify({ event: 'redeem refused', code, requestId }))
		return answer(403, { refusal: describeRefusal(code, requestId) }, clear)
	}
	if (!isSameOrigin(request, settings.consoleOrigin)) return refuse('foreign-request')
	const sealed = await sealedText(request)
	if (sealed === null) return refuse('not-sealed-here')
	const { record, clear } = await openHandOver(sealed, readCookies(request.headers), settings.secrets, now())
	if (record === null) return refuse('not-sealed-here', clear)
	return answer(200, { ...record, time: new Date(now()).toISOString() }, clear)
}

async function sealedText(request: Request): Promise<string | null> {
	if (mediaType(request) !== 'application/json') return null
	try {
		return asked.parse(JSON.parse((await readBody(request, MAX_BODY)) ?? '')).sealed
	} catch {
		return null
	}
}

function answer(status: number, body: unknown, cookie: string | null): Response {
	const headers = new Headers({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
	if (cookie) headers.append('set-cookie', cookie)
	return Response.json(body, { status, headers })
}
