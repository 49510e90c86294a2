import type { TrustTry } from '../../../lib/contract/check-report.ts'
import type { Target } from '../order.ts'

/** What the ways of asking for a role that refused us tell of its trust policy. */
export type TrustReading =
	/** Our usual role is trusted, with ids of other sources. */
	| { says: 'external-id'; externalIds: string[] }
	/** Only older roles of ours are trusted, with the right external id. */
	| { says: 'principal'; principals: string[]; externalIds: string[] }
	/** A role that other sources of the workspace name lets us in. */
	| { says: 'role-arn'; roleArn: string }
	| { says: 'nothing'; tried: number }

const once = (values: readonly string[]) => [...new Set(values)]

/**
 * AWS gives no cause for a refused AssumeRole, so what was accepted instead is the only evidence (data-lakes set-up:
 * principal and external id vary independently). The settings of the source itself are doubted last.
 */
export function readTrust(tries: readonly TrustTry[], { roleArn }: Target, usual: string): TrustReading {
	const accepted = tries.filter(({ accepted }) => accepted === true)
	const here = accepted.filter((one) => one.roleArn === roleArn)
	const idsOf = (some: readonly TrustTry[]) => once(some.flatMap(({ externalId }) => externalId ?? []))
	const principalsOf = (some: readonly TrustTry[]) => once(some.map(({ principalArn }) => principalArn))

	const others = here.filter(({ principalArn, of }) => principalArn === usual && of === 'other-source')
	if (others.length > 0) return { says: 'external-id', externalIds: idsOf(others) }
	const older = here.filter(({ principalArn }) => principalArn !== usual)
	if (older.length > 0) return { says: 'principal', principals: principalsOf(older), externalIds: idsOf(older) }
	const sibling = accepted.find((one) => one.roleArn !== roleArn)
	if (sibling) return { says: 'role-arn', roleArn: sibling.roleArn }
	return { says: 'nothing', tried: tries.filter((one) => one.accepted === false).length }
}
