import type { Layer } from '../../lib/iam/access.ts'
import type { RequestContext } from '../../lib/iam/context.ts'
import type { CustomerWorld } from './account.ts'
import type { AwsCall } from './call.ts'
import type { NamedPolicy } from './policy.ts'

export type Ask = {
	/** `service:Name`. */
	action: string
	/** ARN, or `*` for an action that has no resource type. */
	resource: string
	/** Number of the account that owns the resource. */
	resourceAccount: string
	/** Bucket policy, key policy, trust policy; left out when there is none. A `kms:` action needs its key policy. */
	resourcePolicy?: NamedPolicy | null
	/** Keys that only the service knows (`s3:prefix`, `elasticmapreduce:ResourceTag/x`, `kms:ViaService`). The `aws:` ones are added. */
	context?: RequestContext
}

export type Denied = {
	/** The whole message in the wording of the caller's account. */
	text: string
	layer: Layer
	explicit: boolean
	/** Of the policy that denies, where it has one; told whatever the wording. */
	policyArn: string | null
}

/** May the caller do this, by all policies around the call? Null when allowed. */
export function authorize(call: AwsCall, world: CustomerWorld, ask: Ask): Denied | null {
	throw new Error(`not decided yet: ${call.operation} ${ask.action} ${world.accounts().length}`)
}
