import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type { Clock } from '../world/clock.ts'
import type { Knobs } from '../world/knobs.ts'
import type { Persona, Personas } from '../world/personas.ts'
import { createCarefulServer, readBody } from '../world/wire.ts'
import { type AuthnRequest, readAuthnRequest } from './authn-request.ts'
import { createBrowserSessions } from './browser-sessions.ts'
import { answerAssertionCall } from './direct.ts'
import type { IdpKeys } from './idp-key.ts'
import { createIssuer } from './issuer.ts'
import { writeMetadata } from './metadata.ts'
import { type Page, sendPage } from './page.ts'
import { choicePage, deliveryPage, notAssignedPage, refusalPage, signedOutPage } from './pages.ts'
import type { Application } from './response.ts'

export type OktaOptions = {
	/** Where browsers reach it, as in `http://127.0.0.1:3002`. */
	origin: string
	application: Omit<Application, 'issuer'>
	keys: IdpKeys
	personas: Personas
	clock: Clock
}

/**
 * An Okta organisation with one SAML application (SP-initiated, HTTP-Redirect in, HTTP-POST out). Not listening yet.
 * The knobs answer to `POST /_world/okta`; a reset also signs every browser out.
 */
export function createOkta(options: OktaOptions): { server: Server; knobs: Knobs; entityId: string; ssoUrl: string } {
	const { origin, keys, personas, clock } = options
	const entityId = `${origin}/metadata`
	const ssoUrl = `${origin}/sso`
	const application = { ...options.application, issuer: entityId }
	const sessions = createBrowserSessions(clock, new URL(origin).port)
	const issuer = createIssuer(application, keys, clock)

	async function deliver(response: ServerResponse, person: Persona, asked: AuthnRequest, cookie?: string) {
		if (person.disabled) return sendPage(response, notAssignedPage(person))
		const samlResponse = issuer.issue(person, asked.id)
		// Issued first, delivered later: a short-lived assertion can be stale when it arrives.
		await wait(issuer.settings().delayMilliseconds, undefined, { ref: false })
		const headers: Record<string, string> = cookie ? { 'set-cookie': cookie } : {}
		sendPage(response, deliveryPage(application, samlResponse, asked.relayState, headers))
	}

	async function start(request: IncomingMessage, response: ServerResponse, query: URLSearchParams) {
		const asked = readAuthnRequest(query, application, ssoUrl)
		if ('refused' in asked) return sendPage(response, refusalPage(400, asked.refused))
		const person = personas.find(sessions.find(request.headers.cookie) ?? '')
		if (person && !asked.forceAuthn) return deliver(response, person, asked)
		sendPage(response, choicePage(personas.list(), query))
	}

	async function choose(request: IncomingMessage, response: ServerResponse) {
		if ((request.headers.origin ?? origin) !== origin) {
			return sendPage(response, refusalPage(403, 'The choice of a person was sent by another site.'))
		}
		const body = await readBody(request, 65_536)
		if (body === null) return sendPage(response, refusalPage(413, 'The form is larger than 64 KB.'))
		const form = new URLSearchParams(body.toString('utf8'))
		const person = personas.find(form.get('persona') ?? '')
		if (!person) return sendPage(response, refusalPage(400, 'Nobody was chosen.'))
		form.delete('persona')
		const asked = readAuthnRequest(form, application, ssoUrl)
		if ('refused' in asked) return sendPage(response, refusalPage(400, asked.refused))
		await deliver(response, person, asked, sessions.start(person.id))
	}

	async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const url = new URL(request.url ?? '/', origin)
		const route = `${request.method} ${url.pathname}`
		if (route === 'GET /sso') return start(request, response, url.searchParams)
		if (route === 'POST /sso') return choose(request, response)
		if (route === 'GET /sign-out') {
			return sendPage(response, signedOutPage({ 'set-cookie': sessions.end(request.headers.cookie) }))
		}
		if (route === 'GET /metadata') {
			response.writeHead(200, { 'content-type': 'application/samlmetadata+xml' })
			response.end(writeMetadata(entityId, ssoUrl, [keys.current.certificate, keys.next.certificate]))
			return
		}
		if (url.pathname === '/_world/assertion') return answerAssertionCall(request, response, personas, issuer)
		sendPage(response, notFound(request.method, url.pathname))
	}

	const server = createCarefulServer(answer, (response) => sendPage(response, refusalPage(500, 'Okta has failed.')))
	const knobs: Knobs = {
		...issuer.knobs,
		reset() {
			issuer.knobs.reset()
			sessions.reset()
		},
	}
	return { server, knobs, entityId, ssoUrl }
}

function notFound(method: string | undefined, path: string): Page {
	return refusalPage(404, `There is no page for ${method} ${path}.`)
}
