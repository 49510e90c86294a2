import type { VerdictTone } from '../../components/verdict-mark.tsx'
import type { ReplayPlan } from '../../lib/contract/replay-plan.ts'

type Verdict = {
	tone: VerdictTone
	/** For the title of the tab. */
	name: string
	sentence: string
	/** Where the reader goes on: nothing can be done yet, or no more, or only with another plan. */
	next: 'wait' | 'plan-again' | 'submit' | 'open-replay'
}

/** What may be done with a plan now, in one sentence. */
export function verdictOf(plan: ReplayPlan): Verdict {
	const { status, customer, failure, preflight, submittable, limit, replayId, progress } = plan
	if (status === 'running') {
		const name = progress.total > 0 ? `Planning ${progress.done}/${progress.total}` : 'Planning'
		return { tone: 'open', name, sentence: `Listing the archive of ${customer}`, next: 'wait' }
	}
	if (status === 'failed') {
		return {
			tone: 'bad',
			name: 'No plan',
			sentence: `No plan could be made: ${failure ?? 'it is not known why.'}`,
			next: 'plan-again',
		}
	}
	if (replayId !== null) {
		return {
			tone: 'good',
			name: 'Submitted',
			sentence: 'This plan was submitted: its replay has a page of its own.',
			next: 'open-replay',
		}
	}
	if (preflight.status === 'running') {
		return {
			tone: 'open',
			name: 'Checking',
			sentence: 'The archive is listed. The rights are still being checked',
			next: 'wait',
		}
	}
	if (!submittable.ok) {
		return {
			tone: 'bad',
			name: 'Blocked',
			sentence: named('Blocked', submittable.because ?? 'It is not known by what.'),
			next: 'plan-again',
		}
	}
	const unproven = [...new Set(preflight.notProvable.map(({ action }) => action))].join(', ')
	if (limit.needsApproval) {
		const because = inSentence(limit.because ?? 'It passes the limit.')
		const also = unproven && ` And ${unproven} cannot be proven.`
		return {
			tone: 'warn',
			name: 'Needs approval',
			sentence: `Needs the approval of another person: ${because}${also}`,
			next: 'submit',
		}
	}
	if (unproven) {
		return {
			tone: 'warn',
			name: 'Unproven',
			sentence: `Ready for whoever accepts that ${unproven} cannot be proven before it is needed`,
			next: 'submit',
		}
	}
	return { tone: 'good', name: 'Ready', sentence: 'Ready to submit', next: 'submit' }
}

/** After a colon. What the service says stands elsewhere as a sentence of its own. */
const inSentence = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)

/** What a check says begins with its verdict already. */
const named = (verdict: string, because: string) => (because.startsWith(verdict) ? because : `${verdict}: ${because}`)
