import type { Addressee, Finding } from '../../../lib/contract/check-report.ts'
import type { OtherId, Target } from '../order.ts'
import type { TrustReading } from './trust-reading.ts'

/** What is known around a run: our own roles, the usual one first, and the other sources of the workspace. */
export type Context = {
	principals: readonly string[]
	otherIds: readonly OtherId[]
	siblingRoleArns: readonly string[]
	/** The case that the check belongs to. */
	ticket?: string | null
}

/** Layers of the customer that can refuse; a session policy or VPC endpoint is ours. `catalog`: the resource policy of Glue. */
export type CustomerLayer = 'identity' | 'resource' | 'catalog' | 'boundary' | 'scp' | 'rcp' | 'kms' | 'lakeformation'

/** A setting of the source that names something that is not so. `found`: what is so instead, null when nobody said. */
export type WrongSetting =
	| { field: 'region'; found: string | null }
	| { field: 'cluster'; found: 'ended' | 'unknown' }
	| { field: 'bucket'; found: 'missing' | 'foreign' }
	| { field: 'database' | 'account' | 'key' | 'other' }

/** Why findings are as they are. */
export type Reason =
	| { kind: 'trust'; reading: TrustReading }
	| { kind: 'trust-open' }
	| { kind: 'region-off' }
	| { kind: 'setting'; setting: WrongSetting }
	/** All EMR rights are refused. `seen`: by the cluster's description; `logs`: the bucket holds logs of it, so it exists or did. */
	| { kind: 'vendor-tag'; by: 'seen' | 'logs' | 'guess' }
	| { kind: 'layer'; layer: CustomerLayer; explicit: boolean | null }
	/** AWS named no layer. */
	| { kind: 'unnamed'; group: string }
	| { kind: 'ours' }

/** One reason with all that it is the reason of. */
export type Cause = { id: string; reason: Reason; findings: readonly Finding[] }

/** What is said about a cause, in the pieces that report and message are made of. */
export type Explanation = {
	addressee: Addressee
	/** What is so, to stand after "Blocked: ". Names no ARN, account, bucket or external id: everybody reads it. */
	clause: string
	/** Who can lift it, as a sentence under the same rule. */
	lift: string
	/** First remedy in one sentence; may name ARNs. */
	remedy: string
	/** What to do: Markdown paragraphs for the message. */
	steps: readonly string[]
	/** What else may be so, most likely first, under the rule of `clause`. */
	hypotheses: readonly string[]
	policy: string | null
	policyBefore: string | null
	terraform: string | null
	commands: string | null
}

/** Nothing to paste: what an explanation starts from. */
export const NOTHING_TO_PASTE = { hypotheses: [], policy: null, policyBefore: null, terraform: null, commands: null }

/** Findings that one layer refuses. `actions` are those that were refused, where AWS's text tells more than the call. */
export type Denied = { explicit: boolean; target: Target; findings: readonly Finding[]; actions: readonly string[] }
