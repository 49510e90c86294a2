import type { Answer, AwsCall } from '../call.ts'
import { type KeyUse, managedKeyArn, refuseByKey } from '../kms.ts'
import { invalidArgument, refuse } from './refuse.ts'
import type { S3Request } from './request.ts'

const ALGORITHM = 'x-amz-server-side-encryption'
const KEY_ID = 'x-amz-server-side-encryption-aws-kms-key-id'

/** The key that a write asks for, by its headers or by the bucket's default; null for S3's own encryption. */
export function chosenKey({ call, bucket }: S3Request): { keyArn: string | null } | Answer {
	const { [ALGORITHM]: algorithm, [KEY_ID]: keyId } = call.headers
	if (keyId !== undefined && algorithm !== 'aws:kms') {
		const message = `Server Side Encryption with AWS KMS managed key requires HTTP header ${ALGORITHM} : aws:kms`
		return invalidArgument(call, message, ALGORITHM, algorithm ?? 'null')
	}
	if (algorithm === undefined) return { keyArn: bucket.keyArn }
	if (algorithm === 'AES256') return { keyArn: null }
	if (algorithm !== 'aws:kms')
		return invalidArgument(call, 'The encryption method specified is not supported', ALGORITHM, algorithm)
	return { keyArn: keyId === undefined ? managedKeyArn(bucket.accountId, bucket.region) : keyArnOf(call, keyId) }
}

/** A bare id or alias means a key of the caller's own account and region. */
const keyArnOf = ({ session, region }: AwsCall, keyId: string): string => {
	if (keyId.startsWith('arn:')) return keyId
	return `arn:aws:kms:${region}:${session.accountId}:${keyId.startsWith('alias/') ? keyId : `key/${keyId}`}`
}

/** Asks for the use of the key, where there is one. S3 binds data keys to the object's ARN. */
export function permitKey(
	{ call, world, bucket, key }: S3Request,
	keyArn: string | null,
	action: KeyUse['action'],
): Answer | null {
	if (keyArn === null) return null
	const encryptionContext = { 'aws:s3:arn': `arn:aws:s3:::${bucket.name}/${key}` }
	const refused = refuseByKey(call, world, { action, keyArn, region: bucket.region, via: 's3', encryptionContext })
	return refused && refuse(call, refused)
}

export const encryptionHeaders = (keyArn: string | null): Record<string, string> =>
	keyArn === null ? { [ALGORITHM]: 'AES256' } : { [ALGORITHM]: 'aws:kms', [KEY_ID]: keyArn }
