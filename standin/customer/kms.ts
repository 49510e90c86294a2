import { createHash } from 'node:crypto'
import type { CustomerWorld, Key } from './account.ts'
import { authorize } from './authorize.ts'
import type { AwsCall } from './call.ts'

/** A refusal of KMS as the service that asked for the caller passes it on. */
type KeyRefusal = { status: number; code: string; message: string }

export type KeyUse = {
	action: 'GenerateDataKey' | 'Decrypt'
	keyArn: string
	/** Where the service asks: it reaches keys of its own region only. */
	region: string
	/** `s3`: the name in `kms:ViaService`. */
	via: string
	encryptionContext: Record<string, string>
}

/**
 * May the caller use the key through a service? The service hands the caller's session on, so that key policy, identity,
 * boundary, session and organization decide. Null when it may. Source: KMS developer guide, "Key policies", `kms:ViaService`.
 */
export function refuseByKey(call: AwsCall, world: CustomerWorld, use: KeyUse): KeyRefusal | null {
	const { keyArn, region, action } = use
	const [, , , keyRegion = '', owner = ''] = keyArn.split(':')
	if (keyRegion !== region) return notFound(`Invalid arn ${keyRegion}`)
	const foreign = owner !== call.session.accountId
	const key = findKey(world, keyArn)
	if (key === undefined) return foreign ? foreignKey(call, action) : notFound(`Key '${keyArn}' does not exist`)
	const denied = authorize(call, world, {
		action: `kms:${action}`,
		resource: keyArn,
		resourceAccount: owner,
		resourcePolicy: key.policy,
		context: conditionKeys(call, use),
	})
	if (denied) return foreign ? foreignKey(call, action) : accessDenied(call, denied.text)
	return key.enabled ? null : { status: 400, code: 'KMS.DisabledException', message: `${keyArn} is disabled.` }
}

/** The key that AWS keeps for S3 in each account and region: what `aws:kms` without a key id means. */
export function managedKeyArn(accountId: string, region: string): string {
	const hex = createHash('sha256').update(`aws/s3 ${accountId} ${region}`).digest('hex')
	const uuid = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)]
	return `arn:aws:kms:${region}:${accountId}:key/${uuid.join('-')}`
}

function findKey(world: CustomerWorld, keyArn: string): Pick<Key, 'policy' | 'enabled'> | undefined {
	const [, , , region = '', owner = ''] = keyArn.split(':')
	if (keyArn !== managedKeyArn(owner, region)) return world.account(owner)?.keys.get(keyArn)
	const Condition = {
		StringEquals: { 'kms:CallerAccount': owner, 'kms:ViaService': `s3.${region}.amazonaws.com` },
	}
	const Action = ['kms:Decrypt', 'kms:GenerateDataKey*', 'kms:DescribeKey']
	const Statement = { Effect: 'Allow', Principal: { AWS: '*' }, Action, Resource: '*', Condition }
	return { enabled: true, policy: { arn: null, document: { Version: '2012-10-17', Statement } } }
}

function conditionKeys({ session }: AwsCall, { region, via, encryptionContext }: KeyUse) {
	const pairs = Object.entries(encryptionContext)
	return {
		'aws:ViaAWSService': 'true',
		'kms:CallerAccount': session.accountId,
		'kms:ViaService': `${via}.${region}.amazonaws.com`,
		'kms:EncryptionContextKeys': pairs.map(([name]) => name),
		...Object.fromEntries(pairs.map(([name, value]) => [`kms:EncryptionContext:${name}`, value])),
	}
}

const notFound = (message: string): KeyRefusal => ({ status: 400, code: 'KMS.NotFoundException', message })

/** Older texts name neither the key nor the layer. */
const accessDenied = ({ account }: AwsCall, message: string): KeyRefusal => ({
	status: 403,
	code: 'AccessDenied',
	message: account.wording === 'old' ? 'Access Denied' : message,
})

/** Of a key elsewhere KMS does not even say whether it exists. */
const foreignKey = (call: AwsCall, action: string): KeyRefusal =>
	accessDenied(
		call,
		`User: ${call.session.sessionArn} is not authorized to perform: kms:${action} on this resource because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access`,
	)
