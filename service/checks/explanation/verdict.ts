import type { CheckVerdict, Finding } from '../../../lib/contract/check-report.ts'
import type { Cause, Explanation } from './cause.ts'
import { counted, listed } from './words.ts'

export type Explained = { cause: Cause; explanation: Explanation }
type Judgement = { verdict: CheckVerdict; headline: string }

const NEEDED_BY: Record<string, string> = {
	sync: 'a sync needs',
	'replay-existing': 'a replay on the existing cluster needs',
	'replay-dedicated': 'a replay on a cluster of its own needs',
	debug: 'support needs to look into the lake',
}

/**
 * Only what is mandatory counts. Blocked: something is refused or not as the settings say. Unclear: nothing is, but
 * something could not be judged. `explained` in the order of weight, as `causesOf` answers them.
 */
export function judge(findings: readonly Finding[], profile: string, explained: readonly Explained[]): Judgement {
	const [root, ...others] = explained.filter(({ cause }) => isBlocking(cause))
	if (root) return { verdict: 'blocked', headline: blocked(root.explanation, others.length) }
	const open = findings.filter(({ mandatory, outcome }) => mandatory && outcome !== 'allowed')
	if (open.length > 0 || !findings.some(({ mandatory }) => mandatory))
		return { verdict: 'unclear', headline: unclear(open) }
	return { verdict: 'ok', headline: ok(profile, explained) }
}

/** Does the cause keep the lake from working? What failed on our side says nothing of that. */
export const isBlocking = ({ reason, findings }: Cause): boolean =>
	reason.kind !== 'ours' && findings.some(({ mandatory }) => mandatory)

function blocked({ clause, lift }: Explanation, others: number): string {
	const more = others === 0 ? '' : ` And ${counted(others, 'more cause stands', 'more causes stand')} in the way.`
	return `Blocked: ${clause}. ${lift}${more}`
}

function unclear(open: readonly Finding[]): string {
	if (open.length === 0) return 'Unclear: nothing was asked.'
	const failed = open.filter(({ outcome }) => outcome === 'error' || outcome === 'denied')
	const actions = (failed.length > 0 ? failed : open).map(({ action }) => action)
	const why =
		failed.length > 0
			? 'could not be judged, since calls failed on our side or on the way'
			: 'cannot be proven by a harmless call'
	return `Unclear: ${listed(actions, 2)} ${why}. Nothing that AWS answered is missing.`
}

/** An open door breaks nothing, but nobody may overlook it. */
function ok(profile: string, explained: readonly Explained[]): string {
	const open = explained.find(({ cause }) => cause.reason.kind === 'trust-open')
	const loud = open ? ` But ${open.explanation.clause}. ${open.explanation.lift}` : ''
	return `OK: the customer's role holds every right that ${NEEDED_BY[profile] ?? 'this profile needs'}.${loud}`
}
