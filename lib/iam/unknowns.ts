import type { AccessRequest, PolicySet, Verdict } from './access.ts'
import { type Finding, hear, judge } from './evaluate.ts'

export interface UncertainVerdict extends Omit<Verdict, 'decision'> {
	readonly decision: Verdict['decision'] | 'unknown'
}

/**
 * The same question where the values of some condition keys are not known; whether they are there at all is not
 * known either. (A key that is known to be missing is simply left out of the context.)
 *
 * A decision other than `unknown` is the decision for every value the keys could have; `layers` and `because` then
 * hold what stands for every value. `unknown`: the decision depends on the keys; `layers` is empty.
 *
 * A Deny more never helps a caller and an Allow more never hurts one, so all possible verdicts lie between two: the
 * one where every uncertain Deny applies and no uncertain Allow, and its opposite. Each test of an unknown key counts
 * by itself, so of tests that only together leave no doubt (`k` is a, or `k` is not a) the answer is still `unknown`.
 */
export function evaluateWithUnknowns(
	request: AccessRequest,
	unknownKeys: readonly string[],
	policies: PolicySet,
): UncertainVerdict {
	const hearing = hear(request, policies, unknownKeys)
	const assuming = (effect: Finding['effect']): Verdict =>
		judge(
			hearing,
			hearing.findings.filter((finding) => finding.certain || finding.effect === effect),
		)
	const best = assuming('Allow')
	const worst = assuming('Deny')
	const because = judge(
		hearing,
		hearing.findings.filter(({ certain }) => certain),
	).because
	const { crossAccount } = best
	if (best.decision !== worst.decision) return { decision: 'unknown', layer: null, layers: [], crossAccount, because }
	const layers = best.layers.filter((layer) => worst.layers.includes(layer))
	return { ...best, layer: layers[0] ?? null, layers, because }
}
