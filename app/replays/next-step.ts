import type { Replay } from '../../lib/contract/replay-record.ts'

type Next = { says: string[]; offers: 'link' | 'plan-rest' | null }

const MAY_CLOSE = 'You may close this page: the replay goes on.'

/** What has to be done now, in sentences, for whom `person` is, and what helps with it. */
export function nextOf(replay: Replay, person: string | null): Next {
	const { status, requestedBy, approval, cancellation, failure } = replay
	const nextAction = replay.parts.find((part) => part.failure)?.failure?.nextAction ?? null
	const said = (...sentences: (string | null)[]) => sentences.filter((one) => one !== null)
	switch (status) {
		case 'awaiting-approval': {
			const who =
				person === requestedBy
					? 'It waits for another person: nobody approves their own. Send the link to an engineer or admin.'
					: `It waits for an engineer or admin who is not ${requestedBy}. Send them the link.`
			return { says: said(who, approval.because), offers: 'link' }
		}
		case 'refused':
			return {
				says: said(
					`${approval.by ?? 'Another person'} refused it.`,
					approval.reason,
					'Its days are free for another plan.',
				),
				offers: 'plan-rest',
			}
		case 'waiting':
			return { says: ['Nothing: its next part is about to begin.', MAY_CLOSE], offers: null }
		case 'confirming':
			return { says: ['Nothing yet: it is being found out whether a step exists.', MAY_CLOSE], offers: null }
		case 'undecided':
			return {
				says: ['An engineer or admin decides whether the step exists, with the customer’s help.'],
				offers: 'link',
			}
		case 'cancelling':
			return { says: said(`${cancellation.by ?? 'Somebody'} cancelled it.`, cancellation.meaning), offers: null }
		case 'cancelled':
			return { says: said(failure, 'What was not loaded is free for another plan.'), offers: 'plan-rest' }
		case 'failed':
			return {
				says: said(nextAction ?? failure, 'What was not loaded is free for another plan, once the cause is gone.'),
				offers: 'plan-rest',
			}
		case 'done':
			return { says: ['Nothing: every day of it is loaded.'], offers: null }
		default:
			return { says: ['Nothing: its parts are loaded one after the other.', MAY_CLOSE], offers: null }
	}
}
