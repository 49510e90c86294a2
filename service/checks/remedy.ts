import type { Finding } from '../../lib/contract/check-report.ts'
import type { Context } from './explanation/cause.ts'
import { causesOf, isAskedFor } from './explanation/causes.ts'
import { explain } from './explanation/explain.ts'
import type { Target } from './order.ts'

/** What to do about one finding, as far as it can be told before the others are known; null when there is nothing to do. */
export function remedyOf(finding: Finding, target: Target, context: Context): Finding['remediation'] {
	const [cause] = causesOf([finding], [], target, context)
	if (cause) {
		const { addressee, remedy } = explain(cause, target, context)
		return { addressee, sentence: remedy, adviceId: null }
	}
	return finding.outcome === 'denied' && !finding.mandatory && !isAskedFor(finding) ? optional(finding) : null
}

const optional = ({ action }: Finding): Finding['remediation'] => ({
	addressee: 'account-admin',
	sentence: `Nothing to do: ${action} is not among the rights of the product, and nothing breaks without it.`,
	adviceId: null,
})
