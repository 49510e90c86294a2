import { type Denied, type Explanation, NOTHING_TO_PASTE } from './cause.ts'
import { deniedRight } from './denied-right.ts'
import { keyStatement } from './statement.ts'
import { code, listed } from './words.ts'

/** The bucket is under a key of the customer, which the shipped role policy does not cover: the key's policy decides. */
export function explainKey({ explicit, actions, target, findings }: Denied): Explanation {
	const keys = [...new Set(findings.flatMap((finding) => keyOf(deniedRight(finding).resource)))]
	const key = keys.length > 0 ? `the key ${listed(keys.map(code))}` : 'the key under which the bucket encrypts'
	const asked = actions.filter((action) => action.startsWith('kms:'))
	const what = listed(asked.length > 0 ? asked : actions)
	return {
		...NOTHING_TO_PASTE,
		addressee: 'key-owner',
		clause: explicit
			? `the policy of the bucket's KMS key denies ${what}`
			: `the policy of the bucket's KMS key does not allow ${what}`,
		lift: `Only the owner of the KMS key can ${explicit ? 'relax' : 'allow'} it.`,
		remedy: explicit
			? `Except ${target.roleArn} from the statement that denies ${what} in the key policy.`
			: `Allow ${what} for ${target.roleArn} in the key policy, through S3 only.`,
		steps: [
			`The bucket ${code(target.bucket)} encrypts with a KMS key of your own, so whoever writes or reads there also needs the key. The role ${code(target.roleArn)} is refused ${what} on ${key}.`,
			explicit
				? `A statement with ${code('"Effect": "Deny"')} in the key policy covers it. A further Allow does not help: please leave this role out of that statement for ${what}.`
				: 'Please add the statement below to the policy of that key. It lets this one role use the key for objects in S3, and nothing else.',
			...(findings.some((finding) => finding.explicit === null)
				? [
						'AWS leaves open whether the key still exists in this region and whether a statement denies it: please look at that first.',
					]
				: []),
		],
		hypotheses: explicit ? [] : ['The key was deleted, or is in another region than the bucket.'],
		policy: explicit || asked.length === 0 ? null : keyStatement(asked, target),
		commands: commandsFor(keys, target),
	}
}

const keyOf = (arn: string | null) =>
	arn !== null && /^arn:aws[\w-]*:kms:[\w-]+:\d{12}:key\/[\w-]+$/.test(arn) ? [arn] : []

/** put-key-policy replaces the whole document, so it is fetched and edited, never pasted from here. */
function commandsFor(keys: readonly string[], { bucket, region }: Denied['target']): string {
	const [key] = keys
	if (key === undefined) return `aws s3api get-bucket-encryption --bucket ${bucket}`
	return [
		`aws kms get-key-policy --region ${region} --key-id ${key} --policy-name default --query Policy --output text > key-policy.json`,
		'# Edit key-policy.json as shown, keep what else stands in it, then:',
		`aws kms put-key-policy --region ${region} --key-id ${key} --policy-name default --policy file://key-policy.json`,
	].join('\n')
}
