import { randomBytes } from 'node:crypto'
import type { ServerResponse } from 'node:http'

/** Escapes text for HTML content and for attribute values in double quotes. */
export function escapeHtml(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

/** The parts of a page. `script` runs under the page's own nonce; `formAction` is where its forms may go. */
export type Page = {
	status: number
	title: string
	body: string
	script?: string
	formAction?: string
	headers?: Record<string, string>
}

/** Sends a page under a policy that allows its own style, its own script and its own form target, and nothing else. */
export function sendPage(response: ServerResponse, page: Page): void {
	const nonce = randomBytes(16).toString('base64')
	const policy = [
		"default-src 'none'",
		'img-src data:',
		`style-src 'nonce-${nonce}'`,
		...(page.script ? [`script-src 'nonce-${nonce}'`] : []),
		`form-action ${page.formAction ?? "'none'"}`,
		"base-uri 'none'",
		"frame-ancestors 'none'",
	]
	response.writeHead(page.status, {
		'content-type': 'text/html; charset=utf-8',
		'content-security-policy': policy.join('; '),
		'cache-control': 'no-store',
		// The Origin header of a form's POST is "null" under stricter policies; the real Okta sends its own.
		'referrer-policy': 'strict-origin-when-cross-origin',
		'x-content-type-options': 'nosniff',
		...page.headers,
	})
	const script = page.script ? `<script nonce="${nonce}">${page.script}</script>` : ''
	response.end(
		`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(page.title)}</title>` +
			`<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">` +
			`<style nonce="${nonce}">${STYLE}</style></head><body><main>` +
			`<p class="mark">okta <span>stand-in</span></p>${page.body}</main>${script}</body></html>`,
	)
}

const STYLE = `
:root { color-scheme: light dark; --text: #1d1d21; --soft: #56565f; --line: #85858f; --card: #fff; --page: #f1f1f4; --tone: #1f4fd1 }
@media (prefers-color-scheme: dark) {
	:root { --text: #ececf1; --soft: #b4b4bf; --line: #7d7d8a; --card: #1d1d22; --page: #111114; --tone: #9db8ff }
}
* { box-sizing: border-box }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem;
	background: var(--page); color: var(--text); font: 1rem/1.5 system-ui, sans-serif }
main { width: min(26rem, 100%); padding: 2rem; background: var(--card); border: 1px solid var(--line); border-radius: .5rem }
.mark { margin: 0 0 1.5rem; font-weight: 700; letter-spacing: .02em } .mark span { color: var(--soft); font-weight: 400 }
h1 { margin: 0 0 .5rem; font-size: 1.25rem; line-height: 1.3 } p { margin: 0 0 1rem } .soft { color: var(--soft) }
ul { list-style: none; margin: 1.25rem 0 0; padding: 0; display: grid; gap: .5rem }
button { width: 100%; min-height: 3rem; padding: .5rem 1rem; font: inherit; text-align: start; cursor: pointer;
	color: inherit; background: transparent; border: 1px solid var(--line); border-radius: .375rem }
button:hover { border-color: var(--tone) } button:focus-visible { outline: 3px solid var(--tone); outline-offset: 2px }
a { color: var(--tone) } p { overflow-wrap: anywhere }`
