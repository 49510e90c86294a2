import type { Finding } from '../../../lib/contract/check-report.ts'
import type { Target } from '../order.ts'
import { type Explanation, NOTHING_TO_PASTE } from './cause.ts'
import { deniedActions } from './denied-right.ts'
import { missingRights } from './statement.ts'
import { code, listed } from './words.ts'

/** One that is refused may be missing in a policy; with these two nothing of the bucket is within reach. */
const WHOLE_BUCKET = ['s3:ListBucket', 's3:PutObject']
const FOREIGN = 'The bucket belongs to another account.'
const OWN = "The role's own policy does not allow it."
const ORGANISATION = "A policy of the customer's organisation denies it."
const BOUNDARY = "The role's permissions boundary does not allow it."

/** AWS refuses and names no layer: older texts do not, and neither do those across accounts. */
export function explainUnnamed(group: string, target: Target, findings: readonly Finding[]): Explanation {
	const actions = deniedActions(findings)
	const s3 = group === 's3'
	const whole = WHOLE_BUCKET.every((action) => actions.includes(action))
	const { roleArn, bucket, catalogId } = target
	const places = [
		`the policies of the role ${code(roleArn)}`,
		...(s3 ? [`the policy of the bucket ${code(bucket)}, and whether account ${code(catalogId)} owns it`] : []),
		"the role's permissions boundary",
		'policies of your organisation',
	]
	return {
		...NOTHING_TO_PASTE,
		addressee: 'account-admin',
		clause: whole
			? 'AWS refuses everything on the bucket and names no policy, as it does when another account owns the bucket'
			: `AWS refuses ${listed(actions, 2)} and does not say which policy does`,
		lift: `The customer's account admin can find ${whole ? 'the cause' : 'the policy'}.`,
		remedy: `Find the policy that refuses ${listed(actions)} to ${roleArn}: its own, ${s3 ? "the bucket's, " : ''}its boundary or one of the organisation.`,
		steps: [
			`AWS refuses ${listed(actions.map(code))} to the role ${code(roleArn)} and does not say which policy is the cause. Please look in this order:\n\n${places.map((place, index) => `${index + 1}. ${place}`).join('\n')}`,
			'What the role needs for it is the statement below, nothing wider. Where it is already there, another of these policies denies it.',
		],
		hypotheses: [
			...(whole ? [FOREIGN, OWN] : s3 ? [OWN, FOREIGN] : [OWN]),
			...(s3 ? ['The bucket policy denies it.'] : []),
			BOUNDARY,
			ORGANISATION,
		],
		policy: missingRights(findings, target),
		commands: `aws iam simulate-principal-policy --policy-source-arn ${roleArn} --action-names ${actions.join(' ')}`,
	}
}

/** Regions that are off by default must be switched on by the account, and so must STS there (account management guide). */
export function explainRegionOff({ region, sourceId }: Target): Explanation {
	return {
		...NOTHING_TO_PASTE,
		addressee: 'account-admin',
		clause: `region ${region} is not enabled in the customer's account`,
		lift: "Only the customer's account admin can enable it.",
		remedy: `Enable region ${region} in the account, or correct the region of ${sourceId} if the lake lies elsewhere.`,
		steps: [
			`AWS answers that region ${code(region)} is not enabled in your account, so no role of the account can be used there. Please enable the region, or, if it is, the STS endpoint of the region in the account settings of IAM.`,
			'If the lake lies in another region, please tell us which: then the settings of the source are wrong and nothing has to be enabled.',
		],
		hypotheses: ['The lake lies in another region than the settings say.'],
		commands: [
			`aws account get-region-opt-status --region-name ${region}`,
			`aws account enable-region --region-name ${region}`,
		].join('\n'),
	}
}

/** Nothing was learned, or our own side refused: no word of it goes to the customer. */
export function explainOurs(findings: readonly Finding[]): Explanation {
	const refused = findings.some(({ layer }) => layer === 'session' || layer === 'vpce')
	return {
		...NOTHING_TO_PASTE,
		addressee: 'us',
		clause: refused ? 'our own safety net refused a call' : 'some calls failed on our side or on the way',
		lift: 'Nothing is asked of the customer.',
		remedy: refused
			? 'The session policy or the VPC endpoint of our own service refused the call: tell the people who run Sluice, with the AWS request id.'
			: 'Run the check again; if it fails the same way, tell the people who run Sluice, with the AWS request id.',
		steps: [],
	}
}
