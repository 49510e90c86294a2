import { z } from 'zod'
import { readDenial } from '../../../lib/iam/denial.ts'
import type { AwsAnswer } from '../../aws/ports.ts'
import type { Target } from '../order.ts'
import type { Meaning, Rule } from '../probe.ts'

export const BUCKET = 's3-bucket-region'

/** Answers of S3 that tell of the bucket and not of the right (S3 API reference, error responses). */
export const bucketRules: readonly Rule[] = [
	{
		codes: [
			'PermanentRedirect',
			'TemporaryRedirect',
			'AuthorizationHeaderMalformed',
			'IllegalLocationConstraintException',
			'NoSuchBucket',
		],
		means: { is: 'blocked-by', findingId: BUCKET },
	},
]

/** A bucket that changed hands answers 403 instead of taking what is meant for the customer. */
export const bucketOf = ({ bucket, catalogId }: Pick<Target, 'bucket' | 'catalogId'>) => ({
	Bucket: bucket,
	ExpectedBucketOwner: catalogId,
})

const listing = z.object({ Contents: z.array(z.object({ Key: z.string() })).optional() })

/** The first key of a listing; null when it is empty, undefined when the answer is none. */
export function firstKey(answer: AwsAnswer | null): string | null | undefined {
	if (answer?.kind !== 'ok') return undefined
	const read = listing.safeParse(answer.value)
	return read.success ? (read.data.Contents?.[0]?.Key ?? null) : undefined
}

const upload = z.object({ UploadId: z.string().min(1) })

/** Of an upload that was opened; null when none was. */
export function uploadIdOf(answer: AwsAnswer | null): string | null {
	const read = answer?.kind === 'ok' ? upload.safeParse(answer.value) : null
	return read?.success ? read.data.UploadId : null
}

const encryption = z.object({ ServerSideEncryption: z.string().optional() })

/** Whether what an answer speaks of lies under a KMS key; null when it does not say. */
export function underKey(answer: AwsAnswer | null): boolean | null {
	if (answer?.kind !== 'ok') return null
	const read = encryption.safeParse(answer.value)
	return read.success ? (read.data.ServerSideEncryption?.startsWith('aws:kms') ?? false) : null
}

/**
 * What an answer of S3 says of the key: S3 asks KMS only after it has allowed the request itself, so a refusal by the key
 * proves the right on the object. Null: it says nothing of a key.
 */
export function ofKey(answer: AwsAnswer): Meaning | null {
	if (answer.kind !== 'refused') return null
	if (answer.code.startsWith('KMS.'))
		return { is: 'wrong-setting', headline: "The bucket's encryption key is disabled, deleted or not usable." }
	const { action, layer } = readDenial(answer.message)
	const byKey = layer === 'kms' || (action?.toLowerCase().startsWith('kms:') ?? false)
	return byKey ? { is: 'denied', text: answer.message } : null
}
