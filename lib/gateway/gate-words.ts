import type { Description } from './description.ts'
import type { GateReason } from './refusal.ts'

export type Words = Omit<Description, 'who' | 'requestId'>

const SIGN_IN_AGAIN = 'Sign in again. If it stays, send the request id to the Sluice team.'
export const TELL_TEAM = 'Send the request id to the Sluice team.'

/** Plain words for every way API Gateway refuses. */
export const GATE_WORDS: Record<GateReason, Words> = {
	'missing-token': {
		title: 'The request carried no signature',
		why: 'The gate answers only to signed requests, and it says the same of an address it does not know.',
		todo: SIGN_IN_AGAIN,
	},
	'incomplete-signature': {
		title: 'The signature was incomplete',
		why: 'A part of the Authorization header was missing when the request reached the gate, for example because a proxy changed it.',
		todo: 'Try without a proxy or browser extension that changes headers, then send the request id to the Sluice team.',
	},
	'bad-signature': {
		title: 'The signature did not match the request',
		why: 'The request that reached the gate is not the one that was signed, or the key is not the right one.',
		todo: 'Try without a proxy or browser extension that changes requests. Otherwise sign in again.',
	},
	'clock-skew': {
		title: "This computer's clock is off by more than 5 minutes",
		why: 'The gate refuses signatures dated more than 5 minutes before or after its own time.',
		todo: 'Try again: the time was taken over from the gate. Set the clock of this computer when you can.',
	},
	'wrong-scope': {
		title: 'The signature was made for another region or service',
		why: 'The region set for this console is not the region of the gate.',
		todo: TELL_TEAM,
	},
	'invalid-token': {
		title: 'The gate does not know these credentials',
		why: 'Their key or session token is not one that AWS issued, or it was changed on the way.',
		todo: SIGN_IN_AGAIN,
	},
	'expired-token': {
		title: 'Your credentials have expired',
		why: 'Credentials last about one hour and cannot be renewed without Okta.',
		todo: 'Sign in again.',
	},
	denied: {
		title: 'The gate does not let your role do this',
		why: 'No policy allows this request to the role you signed in with.',
		todo: 'If you need it for your work, ask an admin of Sluice for an Okta group that may.',
	},
	'explicitly-denied': {
		title: 'The gate refuses this role',
		why: 'A policy of the gate denies every role that Sluice does not list, whatever else the role may do.',
		todo: 'Sign in through Okta with a Sluice group. An admin of Sluice can say which group you need.',
	},
	forbidden: {
		title: 'The gate refused the request as forbidden',
		why: 'A firewall rule or a missing API key stopped it before it was looked at.',
		todo: TELL_TEAM,
	},
	throttled: {
		title: 'Too many requests at once',
		why: 'The gate limits how many requests pass each second, over all people together.',
		todo: 'Wait a few seconds and try again.',
	},
	quota: {
		title: 'The quota of the gate is used up',
		why: 'The number of requests set for this period is reached.',
		todo: TELL_TEAM,
	},
	'too-large': {
		title: 'The request is too large',
		why: 'The gate takes at most 10 MB.',
		todo: 'Send less at once.',
	},
	'address-too-long': {
		title: 'The address of the request is too long',
		why: 'The gate takes addresses of at most 10,240 bytes.',
		todo: 'Use a shorter search text or fewer filters.',
	},
	timeout: {
		title: 'The service did not answer in time',
		why: 'The gate waits at most 29 seconds. Whether the request was carried out is not known.',
		todo: 'Look first whether it was done, then try again.',
	},
	'unreachable-backend': {
		title: 'The gate could not reach the service',
		why: 'The service is down, restarting, or cut off from the gate.',
		todo: 'Try again in a minute. If it stays, send the request id to the Sluice team.',
	},
	unrecognised: {
		title: 'The gate refused the request for a reason we do not know',
		why: 'Its answer is none of those that its documentation lists.',
		todo: TELL_TEAM,
	},
}
