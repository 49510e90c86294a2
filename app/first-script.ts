type TextRule = (text: string) => string | null
declare global {
	interface Window {
		trustedTypes?: {
			defaultPolicy: object | null
			createPolicy(name: string, rules: { createScriptURL: TextRule; createHTML: TextRule }): unknown
		}
	}
}

/**
 * Creates the `default` policy of Trusted Types: the bundler loads its chunks by assigning plain text to `script.src`;
 * such text passes, unchanged since the bundler looks for it again, when it names a static file of this origin. React
 * makes script elements through one constant, inert piece of HTML, and fills those that already ran on the server's page
 * with their text: HTML without `<` makes no element, and an element made by React never runs. Everything else is refused
 * by the browser. It also keeps zod from trying `new Function`, which the policy would report each time.
 *
 * It travels as text too, so it names nothing outside its own braces.
 */
export function preparePage(): void {
	Object.assign(globalThis, { __zod_globalConfig: { jitless: true } })
	const { trustedTypes } = window
	if (!trustedTypes || trustedTypes.defaultPolicy) return
	trustedTypes.createPolicy('default', {
		createScriptURL: (text) => {
			const url = new URL(text, location.href)
			return url.origin === location.origin && url.pathname.startsWith('/_next/static/') ? text : null
		},
		createHTML: (text) => (text === '<script></script>' || !text.includes('<') ? text : null),
	})
}

/** Runs before any bundle. Without `<`, which could end its element and which the policy would refuse. */
export const FIRST_SCRIPT = `(${preparePage})()`.replaceAll('<', '\\x3c')
