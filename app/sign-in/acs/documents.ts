import type { Description } from '../../../lib/gateway/description.ts'
import { signInStart } from '../../../lib/session/sign-in-path.ts'
import { REFUSAL_KEY, SEALED_KEY } from '../storage-keys.ts'

/** Passes the sealed text on in the same tab. `sealed` is base64url and dots by its making, checked again before it is written. */
export function handOverDocument(sealed: string, nonce: string): string {
	if (!/^[\w.-]+$/.test(sealed)) throw new Error('A sealed text holds only base64url and dots')
	const script = `sessionStorage.setItem('${SEALED_KEY}','${sealed}');location.replace('/sign-in/complete')`
	return page('Signing you in', nonce, '<p>Signing you in.</p>', script)
}

/**
 * Names who refused, why, who can change it, and the id to quote. Where scripts run, the console's own page takes over
 * with the same words and tells the other tabs. `to` is the return path to try again with.
 */
export function refusalDocument(description: Description, to: string, nonce: string): string {
	const { who, title, why, todo, requestId } = description
	const lines = [
		`<h1>${escapeHtml(title)}</h1>`,
		`<p>Refused by ${escapeHtml(who)}. ${escapeHtml(why)}</p>`,
		`<p>${escapeHtml(todo)}</p>`,
		`<p class="id">Request id <code>${escapeHtml(requestId ?? '')}</code></p>`,
		`<p><a href="${escapeHtml(signInStart(to, true))}">Try again</a></p>`,
	]
	const left = scriptText(JSON.stringify({ description, to }))
	const script = `sessionStorage.setItem('${REFUSAL_KEY}',${left});location.replace('/sign-in/refused')`
	return page('Sign-in refused', nonce, lines.join('\n'), script)
}

/** A string literal that cannot end the script element it stands in. */
const scriptText = (text: string): string => JSON.stringify(text).replaceAll('<', '\\u003c')

function page(title: string, nonce: string, body: string, script: string): string {
	return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} - Sluice</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<script nonce="${escapeHtml(nonce)}">${script}</script>
<style nonce="${escapeHtml(nonce)}">${STYLE}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`
}

export const escapeHtml = (text: string): string =>
	text
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;')
		.replaceAll("'", '&#39;')

/** The console's tokens by hand: this document is served without its style sheet, whose name only the build knows. */
const STYLE = `
:root { color-scheme: light dark }
body { margin: 0; background: light-dark(#fafafa, #0c0c0e); color: light-dark(#18181b, #f4f4f5); font: 14px/20px Inter, system-ui, sans-serif }
main { box-sizing: border-box; max-width: 520px; margin: 15vh auto 0; padding: 24px }
h1 { margin: 0 0 12px; font-size: 20px; line-height: 28px; font-weight: 600 }
p { margin: 0 0 12px }
.id { color: light-dark(#52525b, #a8a8b1) }
code { font-family: 'JetBrains Mono', ui-monospace, monospace; font-size: 13px; overflow-wrap: anywhere }
a { display: inline-block; padding: 10px 20px; border-radius: 8px; background: light-dark(#0f766e, #2dd4bf); color: light-dark(#fff, #09090b); font-weight: 500; text-decoration: none }
a:focus-visible { outline: 2px solid light-dark(#0f766e, #2dd4bf); outline-offset: 2px }
`
