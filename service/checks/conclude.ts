import type { Advice, CheckVerdict, Finding, Profile, TrustTry } from '../../lib/contract/check-report.ts'
import type { Context } from './explanation/cause.ts'
import { causesOf } from './explanation/causes.ts'
import { explain } from './explanation/explain.ts'
import { inLight } from './explanation/in-light.ts'
import { messageOf } from './explanation/message.ts'
import { type Explained, judge } from './explanation/verdict.ts'
import { called } from './explanation/words.ts'
import type { Target } from './order.ts'
import { remedyOf } from './remedy.ts'

type Conclusion = { verdict: CheckVerdict; headline: string; findings: Finding[]; advice: Advice[] }

/**
 * What all findings of a run mean together: the verdict with the root cause first, the findings in the light of each
 * other, and for each cause what to change and what to send. `headline` and the findings' headlines name no ARN, account,
 * bucket or external id, since every role reads them.
 */
export function conclude(
	findings: readonly Finding[],
	trust: readonly TrustTry[],
	target: Target,
	profile: Profile,
	context: Context,
): Conclusion {
	const explained = causesOf(findings, trust, target, context).map(
		(cause): Explained => ({ cause, explanation: explain(cause, target, context) }),
	)
	const of = new Map(explained.flatMap((one) => one.cause.findings.map((finding) => [finding, one] as const)))
	return {
		...judge(findings, profile, explained),
		findings: findings.map((finding) => {
			const one = of.get(finding)
			return one ? inLight(finding, one, target) : { ...finding, remediation: remedyOf(finding, target, context) }
		}),
		advice: explained.map((one) => adviceOf(one, target, profile, context)),
	}
}

function adviceOf({ cause, explanation }: Explained, target: Target, profile: Profile, context: Context): Advice {
	const { addressee, clause, policy, policyBefore, terraform, commands } = explanation
	return {
		adviceId: cause.id,
		addressee,
		title: `${called(addressee).title}: ${clause}`,
		findingIds: cause.findings.map(({ findingId }) => findingId),
		policy,
		policyBefore,
		terraform,
		commands,
		message: messageOf(cause, explanation, target, profile, context),
	}
}
