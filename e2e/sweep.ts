import type { BrowserContext, Page } from '@playwright/test'

/** What passed by while a test ran: secrets that must never be found outside memory, and places where they could be. */
export type Seen = { secrets: Set<string>; urls: string[]; console: string[] }

/** Notes what passes by in `context`. */
export function watch(context: BrowserContext, seen: Seen): void {
	context.on('console', (message) => seen.console.push(message.text()))
	context.on('request', (request) => {
		seen.urls.push(request.url())
		const posted = new URLSearchParams(request.postData() ?? '').get('SAMLResponse')
		if (posted) seen.secrets.add(posted)
	})
	context.on('response', async (response) => {
		const holdsSecrets = response.url().endsWith('/sign-in/redeem') || response.request().headers()['x-amz-target']
		if (!holdsSecrets) return
		const text = await response.text().catch(() => '')
		for (const [, secret] of text.matchAll(/"(?:SecretKey|SessionToken|samlResponse)":"([^"]+)"/g)) {
			if (secret) seen.secrets.add(secret)
		}
	})
}

/** Every place of a page where something could have been left: storages, databases, caches, cookies that a script can read. */
export async function remainsOf(page: Page): Promise<string> {
	return page.evaluate(async () => {
		const databases = await indexedDB.databases()
		const cached = await caches.keys()
		const kept = [{ ...localStorage }, { ...sessionStorage }, document.cookie, window.name, history.state]
		return JSON.stringify([...kept, databases, cached])
	})
}

/** Shapes that are a secret whoever holds them: access key ids, keys by name, signed SAML, private keys. */
const SHAPES = [/A[KS]IA[A-Z0-9]{16}/, /"SecretKey"/, /PHNhbWxwO|PD94bWwgdm/, /BEGIN (?:RSA )?PRIVATE KEY/]

/** What was found in `text`, described without quoting it. */
export function secretsIn(text: string, secrets: Set<string>): string[] {
	const known = [...secrets].filter((secret) => text.includes(secret) || text.includes(encodeURIComponent(secret)))
	const shaped = SHAPES.filter((shape) => shape.test(text))
	return [...known.map((secret) => `a secret of ${secret.length} characters seen on the wire`), ...shaped.map(String)]
}
