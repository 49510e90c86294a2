import type { Description } from '../../lib/gateway/description.ts'

const AGAIN = 'Start again from this page. If it happens twice, give the request id to whoever runs Sluice.'

/** What the console itself refuses on the way in, beside what it refuses in the SAML response. */
const SIGN_IN_REFUSALS = {
	'bad-post': {
		title: 'This was not an answer from Okta',
		why: 'What arrived is not one form with one SAML response of a size that AWS accepts.',
		todo: AGAIN,
	},
	'other-browser': {
		title: 'This browser did not start this sign-in',
		why: 'The answer from Okta belongs to a sign-in that another browser started, that is too old, or that was used already.',
		todo: 'Start again from this page. If you came from an Okta tile, ask your Okta administrator to make it a bookmark to this console.',
	},
	'foreign-request': {
		title: 'This call did not come from the console',
		why: 'Only the console’s own page may ask for what Okta sent.',
		todo: AGAIN,
	},
	'not-sealed-here': {
		title: 'Sign-in took too long or was completed already',
		why: 'What Okta sent is kept for one minute and for one use in the browser that received it.',
		todo: AGAIN,
	},
} as const satisfies Record<string, Pick<Description, 'title' | 'why' | 'todo'>>

export type SignInRefusal = keyof typeof SIGN_IN_REFUSALS

export const describeRefusal = (code: SignInRefusal, requestId: string): Description => ({
	who: 'Sluice',
	...SIGN_IN_REFUSALS[code],
	requestId,
})
