import type { Finding } from '../../../lib/contract/check-report.ts'
import type { Target } from '../order.ts'
import { bucketArn, clusterArn, inTable, objectsArn } from '../probes/resource.ts'
import { type DeniedRight, deniedRight } from './denied-right.ts'

type Condition = Record<string, Record<string, string | string[]>>
type Statement = {
	Effect: 'Allow'
	Principal?: { AWS: string }
	Action: string[]
	Resource: string[]
	Condition?: Condition
}

/** Rights on the bucket itself; all others are on its objects (service authorization reference of S3). */
const ON_BUCKET = new Set(['s3:ListBucket', 's3:GetBucketLocation', 's3:ListBucketMultipartUploads'])

/** The condition of the shipped role policy: every EMR right hangs on it. */
const VENDOR: Condition = { StringEquals: { 'elasticmapreduce:ResourceTag/vendor': 'segment' } }

type Scope = { resource: string[]; condition?: Condition }

/** Where a lake needs the right: this bucket, this database, clusters with the tag, this key through S3. Null: cannot be told. */
function scopeOf({ action, resource }: DeniedRight, target: Target): Scope | null {
	const [service] = action.split(':')
	if (service === 's3') return { resource: [ON_BUCKET.has(action) ? bucketArn(target) : objectsArn(target, '*')] }
	if (service === 'glue') {
		const [catalog, database, tables] = inTable(target, '*')
		const all = action === 'glue:CreateDatabase' ? [catalog, database] : [catalog, database, tables]
		return { resource: all.filter((arn) => arn !== undefined) }
	}
	if (service === 'elasticmapreduce')
		return { resource: [clusterArn({ ...target, clusterId: '*' })], condition: VENDOR }
	if (resource === null) return null
	if (service === 'kms') return { resource: [resource], condition: throughS3(target) }
	return { resource: [resource] }
}

const throughS3 = ({ region }: Target): Condition => ({
	StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` },
})

/** A policy that allows exactly the rights that these findings miss, where the lake needs them; null when no place is known. */
export function missingRights(findings: readonly Finding[], target: Target): string | null {
	const statements = new Map<string, Statement>()
	for (const right of findings.map(deniedRight)) {
		const scope = scopeOf(right, target)
		if (scope === null) continue
		const key = JSON.stringify(scope)
		const { resource, condition } = scope
		const statement = statements.get(key) ?? {
			Effect: 'Allow',
			Action: [],
			Resource: resource,
			...(condition && { Condition: condition }),
		}
		if (!statement.Action.includes(right.action)) statement.Action.push(right.action)
		statements.set(key, statement)
	}
	return statements.size === 0 ? null : policyOf([...statements.values()])
}

/** For the policy of a resource that another account owns: the same rights, for this role alone. */
export function resourceGrant(findings: readonly Finding[], target: Target): string | null {
	const rights = missingRights(findings, target)
	if (rights === null) return null
	const { Statement } = JSON.parse(rights) as { Statement: Statement[] }
	return policyOf(Statement.map(({ Effect, ...rest }) => ({ Effect, Principal: { AWS: target.roleArn }, ...rest })))
}

/** For a key policy, where `*` is the key itself (KMS developer guide): the refused actions for this role, through S3 only. */
export const keyStatement = (actions: readonly string[], target: Target): string =>
	JSON.stringify(
		{
			Effect: 'Allow',
			Principal: { AWS: target.roleArn },
			Action: actions,
			Resource: '*',
			Condition: throughS3(target),
		},
		null,
		2,
	)

/** Takes this role alone out of a statement that denies, whatever else the statement asks for (global condition keys). */
export const exemption = (target: Target): string =>
	JSON.stringify({ Condition: { ArnNotEquals: { 'aws:PrincipalArn': target.roleArn } } }, null, 2)

const policyOf = (statements: readonly Statement[]) =>
	JSON.stringify({ Version: '2012-10-17', Statement: statements }, null, 2)
