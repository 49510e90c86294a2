import type { Finding } from '../../../lib/contract/check-report.ts'
import type { Target } from '../order.ts'
import { type Explanation, NOTHING_TO_PASTE, type Reason } from './cause.ts'
import { deniedActions } from './denied-right.ts'
import { missingRights } from './statement.ts'
import { code, listed } from './words.ts'

type By = Extract<Reason, { kind: 'vendor-tag' }>['by']

const EXACT = 'Only these exact letters count: neither `Vendor=segment` nor `vendor=Segment` does.'
const HANGS =
	'In the policy that comes with the product, every right on EMR hangs on the tag `vendor=segment` of the cluster.'

/** All rights on EMR hang on one tag of the cluster, so all being refused points to the tag rather than to the actions. */
export function explainTag(by: By, target: Target, findings: readonly Finding[]): Explanation {
	return by === 'guess' ? threeWays(target, findings) : tagLacks(by, target)
}

function tagLacks(by: 'seen' | 'logs', { clusterId, region }: Target): Explanation {
	const likely = by === 'logs'
	return {
		...NOTHING_TO_PASTE,
		addressee: 'account-admin',
		clause: `cluster ${clusterId} ${likely ? 'most likely ' : ''}lacks the tag vendor=segment (exact case)`,
		lift: "The customer's account admin can set it.",
		remedy: `Set the tag vendor=segment on cluster ${clusterId} in ${region}, in exactly these letters.`,
		steps: [
			likely
				? `${HANGS} All of them are refused, while the bucket holds logs of cluster ${code(clusterId)}: the cluster is the right one, so most likely the tag is missing or written differently.`
				: `${HANGS} Cluster ${code(clusterId)} does not have it.`,
			`Please set the tag ${code('vendor=segment')} on the cluster. ${EXACT} Nothing has to change in the role's policy.`,
		],
		hypotheses: likely
			? ['The cluster of these logs has ended long ago.', "The role's policy lacks the rights on EMR."]
			: [],
		terraform: terraformTag,
		commands: `${look(clusterId, region)}\n${addTag(clusterId, region)}`,
	}
}

/** The three explanations look the same from outside (a made-up cluster id has no tags either). */
function threeWays(target: Target, findings: readonly Finding[]): Explanation {
	const { clusterId, region, sourceId } = target
	const actions = deniedActions(findings)
	return {
		...NOTHING_TO_PASTE,
		addressee: 'account-admin',
		clause: `every right on EMR is refused: the cluster lacks the tag vendor=segment, its id is wrong, or the role lacks the rights`,
		lift: "The customer's account admin can see which of the three it is.",
		remedy: `Look whether cluster ${clusterId} exists in ${region} and has the tag vendor=segment, then whether the role's policy allows ${listed(actions)}.`,
		steps: [
			`${HANGS} All of them are refused, and from outside three causes look the same. Please look, in this order:\n\n1. Does cluster ${code(clusterId)} in ${code(region)} have the tag ${code('vendor=segment')}? ${EXACT}\n2. Does that cluster still exist, and is it the one of source ${code(sourceId)}? If another one runs now, please tell us its id.\n3. Does the role's policy allow ${listed(actions.map(code))}? If the tag is right and these are missing, add the statement below and nothing wider.`,
		],
		hypotheses: [
			'The cluster lacks the tag vendor=segment, or has it in other letters.',
			'The cluster id of the settings is wrong, or the cluster ended long ago.',
			"The role's policy lacks the rights on EMR.",
		],
		policy: missingRights(findings, target),
		terraform: terraformTag,
		commands: `${look(clusterId, region)}\n# If the cluster is the right one and lacks the tag:\n${addTag(clusterId, region)}`,
	}
}

const look = (clusterId: string, region: string) =>
	`aws emr describe-cluster --region ${region} --cluster-id ${clusterId} --query 'Cluster.[Status.State,Tags]'`

const addTag = (clusterId: string, region: string) =>
	`aws emr add-tags --region ${region} --resource-id ${clusterId} --tags vendor=segment`

/** The module merges `tags` over its own vendor=segment, so a vendor of one's own takes it away. */
const terraformTag = [
	'# segmentio/terraform-segment-data-lakes sets vendor = "segment" by itself, unless tags says otherwise.',
	'module "emr" {',
	'  tags = {',
	'    # beside the tags that are already here',
	'    vendor = "segment"',
	'  }',
	'}',
].join('\n')
