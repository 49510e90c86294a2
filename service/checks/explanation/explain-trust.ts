import type { Target } from '../order.ts'
import { type Context, type Explanation, NOTHING_TO_PASTE } from './cause.ts'
import { nearMiss } from './near-miss.ts'
import { trustPolicy } from './trust-policy.ts'
import type { TrustReading } from './trust-reading.ts'
import { code, listed } from './words.ts'

const ADMIN = { ...NOTHING_TO_PASTE, addressee: 'account-admin' } as const

/** Why the role does not let us in, as far as what it accepted instead tells. */
export function explainTrust(reading: TrustReading, target: Target, context: Context): Explanation {
	const usual = context.principals[0] ?? ''
	const wanted = wantedId(target)
	switch (reading.says) {
		case 'external-id':
			return {
				...ADMIN,
				...externalIdLacks(reading.externalIds, wanted, target),
				policyBefore: trustPolicy([usual], reading.externalIds),
				policy: trustPolicy([usual], [...reading.externalIds, wanted]),
				terraform: terraformIds([...reading.externalIds, wanted], wanted),
				commands: editTrust(target),
			}
		case 'principal':
			return {
				...ADMIN,
				...principalLacks(reading.principals, usual, target),
				policyBefore: trustPolicy(reading.principals, reading.externalIds),
				policy: trustPolicy([...reading.principals, usual], reading.externalIds),
				terraform: terraformPrincipals([...reading.principals, usual]),
				commands: editTrust(target),
			}
		case 'role-arn':
			return roleDiffers(reading.roleArn, target)
		case 'nothing':
			return nothingAccepted(reading.tried, usual, wanted, target)
	}
}

const KEEP =
	'We can see only what our own attempts were answered. Whatever else stands in the policy today stays as it is.'

/** The workspace's id where the product uses it for this source, else the id that the source has of its own. */
const wantedId = ({ externalIds, workspaceId }: Target): string =>
	externalIds.includes(workspaceId) ? workspaceId : (externalIds[0] ?? workspaceId)

function externalIdLacks(accepted: readonly string[], wanted: string, { roleArn }: Target) {
	return {
		clause: "the customer's role accepts external ids of other sources, but not the one of this source",
		lift: "Only the customer's account admin can add it to the trust policy.",
		remedy: `Add ${wanted} to sts:ExternalId in the trust policy of ${roleArn}; it lists ${listed(accepted)}.`,
		steps: [
			`The trust policy of the role accepts the external ${accepted.length === 1 ? 'id' : 'ids'} ${listed(accepted.map(code))}, but not ${code(wanted)}, the one with which this source connects. Please add ${code(wanted)} to the list ${code('sts:ExternalId')}. ${KEEP}`,
		],
	}
}

function principalLacks(accepted: readonly string[], usual: string, { roleArn }: Target) {
	return {
		clause: "the customer's role trusts only our older roles, not the one that connects today",
		lift: "Only the customer's account admin can change its trust policy.",
		remedy: `Add ${usual} to the principals in the trust policy of ${roleArn}; it trusts only ${listed(accepted)}.`,
		steps: [
			`The trust policy of the role names ${listed(accepted.map(code))}, from which we no longer connect. Please add ${code(usual)} as a principal. ${KEEP}`,
		],
	}
}

function roleDiffers(accepted: string, { roleArn, sourceId }: Target): Explanation {
	return {
		...NOTHING_TO_PASTE,
		addressee: 'settings-admin',
		clause:
			"the role in the settings of this source refuses us, while the role of the workspace's other sources lets us in",
		lift: "Whoever keeps the source's settings can correct the role ARN.",
		remedy: `The settings name ${roleArn}; the workspace's other sources use ${accepted}, which lets us in. Set the role ARN of ${sourceId} to that one.`,
		steps: [
			`The role ARN of this source differs ${nearMiss(roleArn, accepted) ? 'by a few letters ' : ''}from the one of the workspace's other sources:\n\n- this source: ${code(roleArn)} refuses us or does not exist\n- other sources: ${code(accepted)} lets us in`,
			`${nearMiss(roleArn, accepted) ? 'It looks like a typing error: please' : 'If that is a mistake, please'} set the role ARN of ${code(sourceId)} to ${code(accepted)}. If this source is meant to have a role of its own, its trust policy is what must be looked at instead.`,
		],
		hypotheses: ['This source is meant to have a role of its own, and the trust policy of that role refuses us.'],
	}
}

/** AssumeRole's refusal reads the same for all of these (STS API reference; it does not even tell that a role is missing). */
function nothingAccepted(tried: number, usual: string, wanted: string, target: Target): Explanation {
	const { roleArn } = target
	const attempts = tried > 1 ? ` We tried ${tried} ways of asking, and all were refused.` : ''
	return {
		...ADMIN,
		clause: "the customer's role refuses us, and AWS gives no cause",
		lift: "Only the customer's account admin can see which of the possible causes it is.",
		remedy: `Compare ${roleArn} with the trust policy below: the role may not exist, or its principals or external ids differ.`,
		steps: [
			`AWS does not say why it refuses.${attempts} Please look at these, the most frequent first:\n\n1. The list ${code('sts:ExternalId')} in the role's trust policy does not hold ${code(wanted)}.\n2. The trust policy does not name ${code(usual)} as a principal.\n3. The role ${code(roleArn)} does not exist, or is written differently.\n4. A resource control policy of your organisation keeps callers of other accounts out.`,
			'The statement below is what the trust policy must hold. Whatever else stands there today stays as it is.',
		],
		hypotheses: [
			"The trust policy does not list this source's external id.",
			'The trust policy does not name the role that we connect with.',
			'The role does not exist, or its name is mistyped in the settings.',
			"A resource control policy of the customer's organisation keeps callers of other accounts out.",
			'Our own role is not allowed to ask for it.',
		],
		policy: trustPolicy([usual], [wanted]),
		commands: `aws iam get-role --role-name ${roleName(roleArn)} --query Role.AssumeRolePolicyDocument`,
	}
}

/** The role lets in whoever asks, known id or not: the confused deputy (IAM user guide). Nothing is broken by it. */
export function explainOpenTrust(target: Target, context: Context): Explanation {
	const usual = context.principals[0] ?? ''
	const ids = [...new Set([...target.externalIds, ...context.otherIds.map(({ externalId }) => externalId)])]
	return {
		...ADMIN,
		clause:
			"the customer's role lets us in without its external id, so it does not tell this customer's requests from another's",
		lift: "The customer's account admin should add the condition sts:ExternalId to the trust policy.",
		remedy: `Add the condition sts:ExternalId with ${listed(ids)} to the trust policy of ${target.roleArn}.`,
		steps: [
			`The trust policy of the role lets us in without an external id or with any. Nothing is broken by that today, but the external id is what keeps somebody else from reaching your account through our service. Please add the condition ${code('sts:ExternalId')} with ${listed(ids.map(code))}, and with the id of any other source that uses this role.`,
		],
		policyBefore: trustPolicy([usual], []),
		policy: trustPolicy([usual], ids),
		terraform: terraformIds(ids, null),
		commands: editTrust(target),
	}
}

const roleName = (arn: string) => arn.split('/').at(-1) ?? arn

/** update-assume-role-policy replaces the whole document, so it is fetched and edited, never pasted from here. */
const editTrust = ({ roleArn }: Target): string => {
	const role = roleName(roleArn)
	return [
		`aws iam get-role --role-name ${role} --query Role.AssumeRolePolicyDocument > trust-policy.json`,
		'# Edit trust-policy.json as shown, keep what else stands in it, then:',
		`aws iam update-assume-role-policy --role-name ${role} --policy-document file://trust-policy.json`,
	].join('\n')
}

/** Before v0.5.0 the module's example kept the ids in local.segment_sources. */
function terraformIds(ids: readonly string[], added: string | null): string {
	const width = Math.max(...ids.map((id) => id.length)) + 2
	const lines = ids.map((id) => `    ${`"${id}"`.padEnd(width)} = "${id}"${id === added ? ' # new' : ''}`)
	return [
		'# What module "iam" gets as external_ids. Versions before v0.5.0: local.segment_sources.',
		'locals {',
		'  external_ids = {',
		'    # beside the entries that are already here',
		...lines,
		'  }',
		'}',
	].join('\n')
}

/** The default of segment_aws_accounts is the present role since v0.8.2 of the module. */
const terraformPrincipals = (principals: readonly string[]): string =>
	[
		'# segmentio/terraform-segment-data-lakes trusts the present role by default since v0.8.2.',
		'# Where the list is set by hand, or to stay on an older version:',
		'module "iam" {',
		'  # beside the lines that are already here',
		'  segment_aws_accounts = [',
		...principals.map((principal) => `    "${principal}",`),
		'  ]',
		'}',
	].join('\n')
