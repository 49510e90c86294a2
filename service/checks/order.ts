import type { Finding, Profile, TrustTry } from '../../lib/contract/check-report.ts'

/** What is asked about: the settings of a source as they were when the check was ordered. Every name is well-formed. */
export type Target = {
	sourceId: string
	workspaceId: string
	customer: string
	region: string
	roleArn: string
	/** The AWS account of the customer: role, bucket, catalog and cluster belong to it. */
	catalogId: string
	bucket: string
	database: string
	clusterId: string
	/** In the order to try: the workspace id first, then the source's own. Never empty. */
	externalIds: string[]
}

/** An external id of another source of the same workspace. */
export type OtherId = { externalId: string; sourceId: string }

/** One check to run. */
export type CheckOrder = {
	checkId: string
	profile: Profile
	target: Target
	/** RoleSessionName, already legal: it stands in the customer's CloudTrail. */
	sessionName: string
	/** Asked only after every id of `target` was refused: an accepted one shows what the trust policy lists instead. */
	otherIds: OtherId[]
	/** Role ARNs that other sources of the same workspace name: an accepted one shows that this source's is mistyped. */
	siblingRoleArns: string[]
}

/** What a run found. `findings` holds exactly one for each probe of the profile, in the table's order. */
export type CheckResult = {
	findings: Finding[]
	/** Every way of asking that was tried, also those of the last day that were not asked again. */
	trust: TrustTry[]
	/** The one that the customer's role accepted; null when none was. */
	externalId: string | null
}
