import type { Description } from '../gateway/description.ts'

type Words = Pick<Description, 'title' | 'why' | 'todo'>

const ADMIN = 'Ask an admin of Sluice to add you to a Sluice group in Okta, then sign in again.'
const OPERATOR = 'Send this page to the operators of Sluice: the identity pool is set up wrongly.'
const AGAIN = 'Sign in again.'

/** What Cognito says (`type: message`) to what it means, first match wins (Cognito developer guide and recorded answers). */
const MEANINGS: [RegExp, Words][] = [
	[
		/^too-long$/,
		{
			title: 'Okta sent too much about you',
			why: 'The answer of Okta is longer than the 50,000 characters that the identity pool takes, probably because it lists very many groups.',
			todo: 'Ask an Okta admin to limit the group attribute of this application to the Sluice groups.',
		},
	],
	[
		/InvalidIdentityPoolConfiguration/,
		{
			title: 'You have no role in Sluice',
			why: 'Okta knows you, but none of your groups is mapped to a role of the identity pool, or that role does not trust it.',
			todo: ADMIN,
		},
	],
	[
		/not from a supported provider/i,
		{
			title: 'The identity pool does not accept this Okta',
			why: 'The SAML provider set for this console is not attached to the identity pool.',
			todo: OPERATOR,
		},
	],
	[
		/logins don't match/i,
		{
			title: 'This identity belongs to another sign-in',
			why: 'The identity pool knows the identity under another login than the one Okta sent.',
			todo: 'Ask an admin of Sluice to release your sign-in, then sign in again.',
		},
	],
	[
		/unauthenticated access is not supported/i,
		{ title: 'Guests are not admitted', why: 'The request reached the identity pool without a login.', todo: AGAIN },
	],
	[
		/token expired|expired/i,
		{
			title: 'The answer of Okta is too old',
			why: 'Okta gives a few minutes between signing in and arriving here.',
			todo: AGAIN,
		},
	],
	[
		/invalid base64 samlresponse/i,
		{
			title: 'The identity pool could not use the answer of Okta',
			why: 'It says this also when the answer is well formed but an attribute, its audience or its signature is not what it expects, for example when you are in no Sluice group.',
			todo: ADMIN,
		},
	],
	[
		/NotAuthorized/,
		{
			title: 'The identity pool refused the answer of Okta',
			why: 'Its signature, issuer or audience is not the one the identity pool trusts.',
			todo: OPERATOR,
		},
	],
	[
		/ResourceNotFound/,
		{
			title: 'The identity pool does not exist',
			why: 'The pool that is set for this console is not known in its region.',
			todo: OPERATOR,
		},
	],
	[
		/TooManyRequests|LimitExceeded/,
		{
			title: 'Too many people sign in at once',
			why: 'The identity pool takes 25 sign-ins each second.',
			todo: 'Wait a few seconds and sign in again.',
		},
	],
	[
		/InternalError|ExternalService|ResourceConflict/,
		{
			title: 'The identity pool has a problem of its own',
			why: 'It answered with an internal error.',
			todo: 'Sign in again in a minute.',
		},
	],
]

const UNKNOWN: Words = {
	title: 'The identity pool refused the sign-in',
	why: 'Its answer is none of those that its documentation lists.',
	todo: 'Sign in again. If it stays, send this page to the operators of Sluice.',
}

/** The identity pool's refusal in plain words. `said` is `type: message` as it answered. */
export function cognitoRefusal(said: string, requestId: string | null): Description {
	const words = MEANINGS.find(([pattern]) => pattern.test(said))?.[1] ?? UNKNOWN
	return { who: 'The identity pool', ...words, requestId }
}

export const unreachablePool: Description = {
	who: 'The network',
	title: 'The identity pool could not be reached',
	why: 'No answer arrived within 10 seconds: this computer may be offline, or a proxy blocks Amazon Cognito.',
	todo: 'Check the connection and sign in again.',
	requestId: null,
}

/** Thrown by the exchange, since a credentials provider of Amplify can refuse in no other way. */
export class ExchangeError extends Error {
	override name = 'ExchangeError'
	readonly description: Description

	constructor(description: Description) {
		super(description.title)
		this.description = description
	}
}
