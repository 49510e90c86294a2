import type { Profile } from '../../lib/contract/check-report.ts'
import type { AwsOperation, PolicyStatement } from '../aws/ports.ts'
import type { Target } from './order.ts'
import type { ProbedService } from './probe.ts'
import type { ProbeNames } from './probe-names.ts'
import { bucketArn, objectsArn } from './probes/resource.ts'
import { callsOf } from './probes.ts'

/** S3 operations are authorized by other names than their own (service authorization reference, Amazon S3). */
const S3_ACTIONS: Partial<Record<AwsOperation, string>> = {
	's3:HeadBucket': 's3:ListBucket',
	's3:ListObjectsV2': 's3:ListBucket',
	's3:CreateMultipartUpload': 's3:PutObject',
	's3:ListMultipartUploads': 's3:ListBucketMultipartUploads',
}

const actionOf = (operation: AwsOperation): string =>
	S3_ACTIONS[operation] ?? operation.replace(/^emr:/, 'elasticmapreduce:')

/** What S3 does in the caller's name: without it, a bucket under a KMS key looks denied. */
const encryption = ({ region }: Target): PolicyStatement => ({
	Effect: 'Allow',
	Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
	Resource: ['*'],
	Condition: { StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` } },
})

/**
 * The session policy of a check's session with one service: what the probes of the profile call, on what they call it,
 * and nothing else. The shipped role could delete the bucket. With the longest legal names it stays under the 2,048
 * characters that STS takes.
 */
export function beltOf(service: ProbedService, profile: Profile, target: Target, names: ProbeNames): PolicyStatement[] {
	const calls = callsOf(profile).filter((way) => way.service === service)
	const pairs = calls.map((way) => ({ action: actionOf(way.operation), on: way.on(target, names) }))
	const statements = inStatements(pairs)
	return service === 's3' ? [...statements, encryption(target)] : statements
}

/** What ending the uploads of a check takes. */
export const sweepBelt = (target: Pick<Target, 'bucket'>, key: string): PolicyStatement[] => [
	{ Effect: 'Allow', Action: ['s3:ListBucketMultipartUploads'], Resource: [bucketArn(target)] },
	{ Effect: 'Allow', Action: ['s3:AbortMultipartUpload'], Resource: [objectsArn(target, key)] },
]

/** For a session that must not be able to do anything: whether it opens is all we ask. */
export const NOTHING: readonly PolicyStatement[] = [{ Effect: 'Deny', Action: ['*'], Resource: ['*'] }]

/** Takes actions out of a belt again. */
export const without = (operations: readonly AwsOperation[]): PolicyStatement => ({
	Effect: 'Deny',
	Action: operations.map(actionOf),
	Resource: ['*'],
})

/** One statement for all resources that take the same actions, as short as the policy gets. */
function inStatements(pairs: { action: string; on: readonly string[] }[]): PolicyStatement[] {
	const actionsOn = new Map<string, string[]>()
	for (const { action, on } of pairs) {
		for (const resource of on) {
			const actions = actionsOn.get(resource) ?? []
			if (!actions.includes(action)) actionsOn.set(resource, [...actions, action])
		}
	}
	const statements = new Map<string, PolicyStatement>()
	for (const [resource, Action] of actionsOn) {
		const key = Action.join()
		const Resource = [...(statements.get(key)?.Resource ?? []), resource]
		statements.set(key, { Effect: 'Allow', Action, Resource })
	}
	return [...statements.values()]
}
