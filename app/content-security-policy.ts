import type { ConsoleSettings } from '../lib/settings/console.ts'

/** Reports of the browser about what the policy stopped; static-headers.ts says where they go. */
const REPORT_GROUP = 'csp'

type Policy = Record<string, string[]>

/**
 * The policy of every document. Scripts run by nonce alone, the page talks to the gate and to Cognito alone, and forms
 * go to us and to Okta. `style-src-attr` stays open for the inline positions that pop-ups and plots need.
 */
export function contentSecurityPolicy(settings: ConsoleSettings, nonce: string, development: boolean): string {
	const origins = (...urls: string[]) => urls.map((url) => new URL(url).origin)
	const policy: Policy = {
		'default-src': ["'self'"],
		'script-src': ["'self'", `'nonce-${nonce}'`, "'strict-dynamic'", ...(development ? ["'unsafe-eval'"] : [])],
		'style-src': ["'self'", `'nonce-${nonce}'`],
		'style-src-elem': ["'self'", ...(development ? ["'unsafe-inline'"] : [`'nonce-${nonce}'`])],
		'style-src-attr': ["'unsafe-inline'"],
		'connect-src': [
			"'self'",
			...origins(settings.public.gateUrl, settings.public.cognitoUrl),
			...(development ? ['ws:'] : []),
		],
		'img-src': ["'self'", 'data:'],
		'object-src': ["'none'"],
		'base-uri': ["'none'"],
		'form-action': ["'self'", ...origins(settings.ssoUrl)],
		'frame-ancestors': ["'none'"],
		...(development ? {} : TRUSTED_TYPES),
		'report-to': [REPORT_GROUP],
	}
	return Object.entries(policy)
		.map(([directive, values]) => [directive, ...values].join(' '))
		.join('; ')
}

/** `default` is ours (first-script.ts), `nextjs` the framework's own. */
const TRUSTED_TYPES: Policy = { 'require-trusted-types-for': ["'script'"], 'trusted-types': ['default', 'nextjs'] }
