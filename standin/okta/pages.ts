import type { Persona } from '../world/personas.ts'
import { escapeHtml, type Page } from './page.ts'
import type { Application } from './response.ts'

/** Who do you want to be? One button per person; the query of the sign-in goes along unchanged. */
export function choicePage(people: readonly Persona[], query: URLSearchParams): Page {
	const buttons = people.map(({ id, displayName }) => {
		const name = escapeHtml(`${displayName} (${id})`)
		return `<li><button name="persona" value="${escapeHtml(id)}">${name}</button></li>`
	})
	return {
		status: 200,
		title: 'Sign in',
		body:
			'<h1>Sign in to Sluice</h1><p class="soft">Choose a person. There are no passwords here.</p>' +
			`<form method="post" action="/sso">${hidden(query)}<ul>${buttons.join('')}</ul></form>`,
		formAction: "'self'",
	}
}

/** The HTTP-POST binding: a form that sends itself, with a button for browsers that run no scripts. */
export function deliveryPage(
	application: Application,
	samlResponse: string,
	relayState: string | null,
	headers: Record<string, string>,
): Page {
	const fields = new URLSearchParams({ SAMLResponse: samlResponse })
	if (relayState !== null) fields.set('RelayState', relayState)
	return {
		status: 200,
		title: 'Signing you in',
		body:
			'<h1>Signing you in</h1><p class="soft">If nothing happens, press Continue.</p>' +
			`<form method="post" action="${escapeHtml(application.acsUrl)}">${hidden(fields)}<button>Continue</button></form>`,
		script: 'document.forms[0].submit()',
		formAction: new URL(application.acsUrl).origin,
		headers,
	}
}

/** Okta's own answer to a person who may not use the application. */
export function notAssignedPage(person: Persona): Page {
	return {
		status: 403,
		title: 'Access denied',
		body:
			'<h1>User is not assigned to this application</h1>' +
			`<p>${escapeHtml(person.displayName)} has no access to Sluice. An Okta administrator can assign it.</p>` +
			'<p><a href="/sign-out">Sign out of Okta</a></p>',
	}
}

export function refusalPage(status: number, reason: string): Page {
	return {
		status,
		title: 'Bad request',
		body: `<h1>This sign-in cannot go on</h1><p>${escapeHtml(reason)}</p><p class="soft">Go back to Sluice and start again.</p>`,
	}
}

export function signedOutPage(headers: Record<string, string>): Page {
	return { status: 200, title: 'Signed out', body: '<h1>You are signed out of Okta</h1>', headers }
}

function hidden(fields: URLSearchParams): string {
	const inputs = Array.from(fields, ([name, value]) => {
		return `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`
	})
	return inputs.join('')
}
