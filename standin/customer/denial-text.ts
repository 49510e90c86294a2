import type { Layer } from '../../lib/iam/access.ts'

type Denial = {
	/** ARN of the session or user as STS names it. */
	principal: string
	action: string
	resource: string
	layer: Layer
	explicit: boolean
	policyArn: string | null
}

const NAMES: Record<Layer, string> = {
	identity: 'identity-based policy',
	resource: 'resource-based policy',
	boundary: 'permissions boundary',
	session: 'session policy',
	scp: 'service control policy',
	rcp: 'resource control policy',
}

/**
 * The message of a refusal (IAM user guide, "Troubleshoot access denied error messages"). New texts end with the ARN of
 * the policy (AWS security blog, 2026). Old ones: S3 says two words, EMR names no layer, Glue does.
 */
export function denialText(denial: Denial, wording: 'old' | 'new' | 'cross-account'): string {
	const { principal, action, resource, policyArn } = denial
	const service = action.slice(0, action.indexOf(':'))
	if (service === 's3' && wording !== 'new') return 'Access Denied'
	const quote = service === 's3' ? '"' : ''
	const head = `User: ${principal} is not authorized to perform: ${action} on resource: ${quote}${resource}${quote}`
	if (wording === 'cross-account' || (wording === 'old' && service === 'elasticmapreduce')) return head
	return `${head} ${tail(denial)}${wording === 'new' && policyArn !== null ? `: ${policyArn}` : ''}`
}

function tail({ layer, explicit, action }: Denial): string {
	if (!explicit) return `because no ${NAMES[layer]} allows the ${action} action`
	return `with an explicit deny in ${layer === 'identity' ? 'an' : 'a'} ${NAMES[layer]}`
}
