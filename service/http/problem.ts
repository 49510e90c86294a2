import { PROBLEM_STATUS, type Problem, type ProblemCode } from '../../lib/contract/problem.ts'
import type { Refusal } from '../handler.ts'

type Wording = { title: string; fix: string | null }
const retry = 'Try again in a moment.'

const WORDING: Record<ProblemCode, Wording> = {
	'invalid-input': { title: 'The request is not valid', fix: 'Correct the named fields.' },
	'idempotency-key-missing': {
		title: 'Idempotency-Key is missing',
		fix: 'Send an Idempotency-Key header of 8 to 128 characters, the same for every repetition of this request.',
	},
	'identity-headers-invalid': {
		title: 'The identity headers are not valid',
		fix: 'Send no header whose name resembles X-Sluice.',
	},
	'gate-proof-missing': {
		title: 'This request did not come through the gate',
		fix: 'Call the gateway, not the service behind it.',
	},
	'role-unknown': {
		title: 'This IAM role is no Sluice role',
		fix: 'Ask an admin for one of the Okta groups of Sluice.',
	},
	'identity-not-bound': { title: 'You are not signed in to Sluice', fix: 'Sign in again.' },
	'identity-bound-elsewhere': {
		title: 'This sign-in belongs to another identity',
		fix: 'Ask an admin to release the binding, then sign in again.',
	},
	'assertion-refused': { title: 'The sign-in was refused', fix: 'Sign in again.' },
	'assertion-used': { title: 'This sign-in was already used', fix: 'Sign in again.' },
	'session-ended': { title: 'You have signed out', fix: 'Sign in again.' },
	'role-not-allowed': { title: 'Your role may not do this', fix: 'Ask somebody whose role may.' },
	'own-request': {
		title: 'Nobody decides on a request of their own',
		fix: 'Send its link to another engineer or admin.',
	},
	'not-found': { title: 'Not found', fix: null },
	'method-not-allowed': { title: 'This method is not offered here', fix: null },
	'version-conflict': {
		title: 'Somebody changed it meanwhile',
		fix: 'Reload and apply your change to the newest version.',
	},
	'plan-not-ready': { title: 'The plan is not ready', fix: 'Open the plan and wait until it is.' },
	'plan-outdated': { title: 'The plan is out of date', fix: 'Plan it again.' },
	'plan-submitted': { title: 'This plan was submitted already', fix: 'Open the replay that was made of it.' },
	'digest-differs': { title: 'This is not the plan you saw', fix: 'Open it again and look at what changed.' },
	'preflight-blocked': { title: 'The check of the plan found what would stop it', fix: 'Open the check.' },
	'replay-overlaps': { title: 'Another replay of this source holds these days', fix: 'Wait for it, or cancel it.' },
	'replay-state': { title: 'The replay is past that', fix: 'Open it to see where it stands.' },
	'idempotency-in-progress': { title: 'The same request is still running', fix: retry },
	'payload-too-large': { title: 'The request is too large', fix: 'Send at most 256 KB.' },
	'unsupported-media-type': {
		title: 'The body must be JSON',
		fix: 'Send Content-Type: application/json, uncompressed.',
	},
	'idempotency-key-reused': {
		title: 'This Idempotency-Key was used for another request',
		fix: 'Use a new key for a new request.',
	},
	'invalid-source': { title: 'The settings contradict each other', fix: 'Correct the named fields.' },
	'invalid-settings': { title: 'These settings cannot be checked', fix: 'Correct the named fields.' },
	'invalid-range': { title: 'This range cannot be replayed', fix: 'Correct the named fields.' },
	'acknowledgement-missing': {
		title: 'Rights that could not be proven are not acknowledged',
		fix: 'Read them in the plan, then say that you know.',
	},
	internal: { title: 'Something went wrong on our side', fix: 'Try again, and report the request id if it stays.' },
	'audit-unavailable': { title: 'The record of requests cannot be written', fix: retry },
	overloaded: { title: 'The service is busy', fix: retry },
	draining: { title: 'This server is stopping', fix: retry },
}

/** 5xx answers say the same whatever happened: the cause is in the log under the request id. */
export function problemOf(refusal: Refusal, requestId: string): Problem {
	const status = PROBLEM_STATUS[refusal.problem]
	const { title, fix } = WORDING[refusal.problem]
	return {
		type: 'about:blank',
		title,
		status,
		code: refusal.problem,
		detail: status < 500 ? refusal.detail : title,
		fix: refusal.fix ?? fix,
		errors: status < 500 ? (refusal.errors ?? []) : [],
		requestId,
	}
}

export const refuse = (problem: ProblemCode, detail: string, more: Partial<Refusal> = {}): Refusal => ({
	...more,
	ok: false,
	problem,
	detail,
})
