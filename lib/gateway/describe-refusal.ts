import type { Description } from './description.ts'
import { GATE_WORDS, TELL_TEAM, type Words } from './gate-words.ts'
import type { ContractBreach, GateRefusal, Refusal, Unreachable } from './refusal.ts'

const NETWORK: Record<Unreachable['reason'], Words> = {
	network: {
		title: 'The gate could not be reached',
		why: 'No answer arrived: this computer may be offline, a VPN may be missing, or the answer was blocked by the browser.',
		todo: 'Check the connection and try again. If others can work, send the time of day to the Sluice team.',
	},
	timeout: {
		title: 'No answer arrived in time',
		why: 'The request took longer than this operation is given. Whether it was carried out is not known.',
		todo: 'Look first whether it was done, then try again.',
	},
	aborted: { title: 'The request was given up', why: 'The page that asked was left.', todo: 'Open the page again.' },
	'no-credentials': {
		title: 'You are not signed in',
		why: 'There are no valid credentials in this tab, so nothing was sent.',
		todo: 'Sign in again.',
	},
}

/** Who refused, why, what to do and the request id, in words for people: the same in console and terminal. */
export function describeRefusal(refusal: Refusal): Description {
	switch (refusal.by) {
		case 'gate':
			return { who: 'The gate', ...gateWords(refusal), requestId: gateId(refusal) }
		case 'service': {
			const { title, detail, fix } = refusal.problem
			return { who: 'The service', title, why: detail, todo: fix ?? TELL_TEAM, requestId: refusal.requestId }
		}
		case 'contract':
			return { who: 'This page', ...contractWords(refusal), requestId: refusal.requestId }
		case 'network':
			return { who: 'The network', ...NETWORK[refusal.reason], requestId: null }
	}
}

/** A policy denial names the role and the operation: worth quoting to whoever grants access. */
function gateWords({ reason, message }: GateRefusal): Words {
	const words = GATE_WORDS[reason]
	const quotable = message !== null && (reason === 'denied' || reason === 'explicitly-denied')
	return quotable ? { ...words, why: `${words.why} Its own words: ${message}` } : words
}

/** The extended id is the one that no client can choose and that every log has. */
const gateId = ({ extendedRequestId, requestId }: GateRefusal) => extendedRequestId ?? requestId

function contractWords({ side, errors }: ContractBreach): Words {
	const listed = errors
		.slice(0, 5)
		.map(({ field, message }) => (field === '' ? message : `${field} ${message}`))
		.join('; ')
	if (side === 'input') return { title: 'Some fields cannot be sent', why: listed, todo: 'Correct them and try again.' }
	return {
		title: 'The answer is not what was promised',
		why: `This page and the service disagree about the form of the answer: ${listed}.`,
		todo: `Reload the page, since it may be older than the service. ${TELL_TEAM}`,
	}
}
