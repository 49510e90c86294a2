import type { Config } from 'tailwindcss'

/** A colour by what it means; its two values stand in app/globals.css. */
const meaning = (name: string) => `var(--${name})`
const verdict = (name: string) => ({
	DEFAULT: meaning(name),
	soft: meaning(`${name}-soft`),
	line: meaning(`${name}-line`),
})

export default {
	darkMode: 'class',
	theme: {
		extend: {
			colors: {
				page: meaning('page'),
				surface: meaning('surface'),
				sunken: meaning('sunken'),
				hover: meaning('hover'),
				line: meaning('line'),
				edge: meaning('edge'),
				ink: meaning('ink'),
				muted: meaning('muted'),
				accent: {
					DEFAULT: meaning('accent'),
					strong: meaning('accent-strong'),
					soft: meaning('accent-soft'),
					on: meaning('on-accent'),
				},
				good: verdict('good'),
				bad: verdict('bad'),
				warn: verdict('warn'),
				calm: verdict('calm'),
			},
			fontFamily: {
				sans: ['Inter Variable', 'system-ui', 'sans-serif'],
				// Without ligatures: in an ARN two colons are two colons.
				mono: ['"JetBrains Mono Variable", ui-monospace, monospace', { fontFeatureSettings: '"calt" 0' }],
			},
			fontSize: {
				xs: ['12px', '16px'],
				sm: ['13px', '20px'],
				base: ['14px', '20px'],
				lg: ['16px', '24px'],
				verdict: ['20px', '28px'],
			},
			borderRadius: { DEFAULT: '8px', sm: '4px', md: '6px' },
			boxShadow: { layer: 'var(--layer-shadow)' },
			maxWidth: { content: '1280px' },
			transitionDuration: { DEFAULT: '120ms' },
		},
	},
} satisfies Config
