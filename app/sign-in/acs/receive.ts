import { randomUUID } from 'node:crypto'
import type { Description } from '../../../lib/gateway/description.ts'
import { SAML_REFUSALS, type SamlRefusal } from '../../../lib/saml/refusal.ts'
import { verifyResponse } from '../../../lib/saml/verify.ts'
import type { ConsoleSettings } from '../../../lib/settings/console.ts'
import { contentSecurityPolicy } from '../../content-security-policy.ts'
import { mediaType, readBody } from '../body.ts'
import { readCookies } from '../cookies.ts'
import { describeRefusal } from '../refusals.ts'
import { clearAttempt, findAttempt } from './attempt.ts'
import { handOverDocument, refusalDocument } from './documents.ts'
import { sealHandOver } from './hand-over.ts'

const MAX_BODY = 65_536

export type Ports = {
	settings: ConsoleSettings
	/** Epoch ms. */
	now: () => number
	/** One line of JSON about the outcome. Never anything of the response itself. */
	log: (line: string) => void
}

/** Answers Okta's POST: the hand-over page, or with 403 a page that says who refused and why. Keeps nothing. */
export async function receiveResponse(request: Request, { settings, now, log }: Ports): Promise<Response> {
	const requestId = randomUUID()
	const nonce = nonceOf(request)
	const send = (status: number, html: string, cookies: string[]) => document(status, html, cookies, nonce, settings)
	const refuse = (code: string, description: Description, to: string, cookies: string[]) => {
		log(JSON.stringify({ event: 'sign-in refused', code, requestId }))
		return send(403, refusalDocument(description, to, nonce), cookies)
	}

	const form = await readForm(request)
	if (form === null) return refuse('bad-post', describeRefusal('bad-post', requestId), '/', [])
	const { samlResponse, suffix } = form
	const attempt = suffix && (await findAttempt(readCookies(request.headers), suffix, settings.secrets, now()))
	if (!attempt) return refuse('other-browser', describeRefusal('other-browser', requestId), '/', [])

	const spent = clearAttempt(suffix)
	const verdict = await verifyResponse(samlResponse, settings.saml, { now: now(), inResponseTo: attempt.id })
	if (!verdict.ok) {
		return refuse(verdict.code, describeSaml(verdict.code, verdict.person, requestId), attempt.to, [spent])
	}
	const { sealed, cookie } = await sealHandOver({ samlResponse, to: attempt.to }, suffix, settings.secrets, now())
	log(JSON.stringify({ event: 'sign-in accepted', requestId }))
	return send(200, handOverDocument(sealed, nonce), [spent, cookie])
}

/** One SAMLResponse without the line breaks some identity providers put in, and the suffix if RelayState is one. */
async function readForm(request: Request): Promise<{ samlResponse: string; suffix: string | null } | null> {
	if (mediaType(request) !== 'application/x-www-form-urlencoded') return null
	const body = await readBody(request, MAX_BODY)
	const form = new URLSearchParams(body ?? '')
	const [samlResponse, ...more] = form.getAll('SAMLResponse')
	const [relayState, ...others] = form.getAll('RelayState')
	if (!samlResponse || more.length > 0 || others.length > 0) return null
	const suffix = relayState && /^[0-9a-f]{8}$/.test(relayState) ? relayState : null
	return { samlResponse: samlResponse.replace(/\s+/g, ''), suffix }
}

function describeSaml(code: SamlRefusal, person: string | null, requestId: string): Description {
	const { by, reason, fix } = SAML_REFUSALS[code]
	const title = person
		? `${person} has no role in Sluice`
		: by === 'okta'
			? 'Okta refused the sign-in'
			: 'Sluice refused the answer from Okta'
	return { who: by === 'okta' ? 'Okta' : 'Sluice', title, why: reason, todo: fix, requestId }
}

/** The nonce of proxy.ts, so that both write the same policy; one of our own where that file did not run. */
function nonceOf(request: Request): string {
	const given = request.headers.get('x-nonce') ?? ''
	return /^[\w+/=-]{16,64}$/.test(given) ? given : randomUUID()
}

function document(status: number, html: string, cookies: string[], nonce: string, settings: ConsoleSettings): Response {
	const headers = new Headers({
		'content-type': 'text/html; charset=utf-8',
		'cache-control': 'no-store',
		'referrer-policy': 'no-referrer',
		'content-security-policy': contentSecurityPolicy(settings, nonce, false),
	})
	for (const cookie of cookies) headers.append('set-cookie', cookie)
	return new Response(html, { status, headers })
}
