import { z } from 'zod'
import { readDenial } from '../../../lib/iam/denial.ts'
import type { AwsAnswer } from '../../aws/ports.ts'
import { ALLOWED, BREAKS, type Meaning, type Probe, type Scene } from '../probe.ts'
import { bucketArn, objectsArn } from './resource.ts'
import { BUCKET, bucketOf, bucketRules, firstKey, uploadIdOf } from './s3-answer.ts'
import { ASSUME_ROLE } from './trust.ts'

const DATA = 'segment-data/'
const REPORTS_SINCE_DAYS = 30

export const WRITE = { sync: 'mandatory', 'replay-existing': 'mandatory', 'replay-dedicated': 'mandatory' } as const
const CLEANING = { sync: 'mandatory', 'replay-existing': 'extra', 'replay-dedicated': 'extra' } as const

const s3 = { group: 's3', needs: [ASSUME_ROLE] } as const
const call = { by: 'call', service: 's3', rules: bucketRules } as const

/** S3 names the bucket's region also beside a refusal, so this is told even where listing is denied. */
function regionOf(answer: AwsAnswer, { target }: Scene): Meaning | null {
	const elsewhere: Meaning = {
		is: 'wrong-setting',
		headline:
			answer.bucketRegion === null
				? `The bucket is not in ${target.region}, the region of the settings.`
				: `The bucket is in ${answer.bucketRegion}; the settings say ${target.region}.`,
	}
	if (answer.bucketRegion !== null) return answer.bucketRegion === target.region ? ALLOWED : elsewhere
	if (answer.kind !== 'refused') return null
	if (answer.code === 'PermanentRedirect' || answer.code === 'IllegalLocationConstraintException') return elsewhere
	if (answer.code === 'NotFound' || answer.code === 'NoSuchBucket')
		return { is: 'wrong-setting', headline: 'The bucket of the settings does not exist.' }
	return answer.httpStatus === 403
		? { is: 'not-provable', headline: "The bucket's region cannot be told, since S3 refused to speak of it." }
		: null
}

/**
 * The listing names the expected owner, the question for the region does not: only the owner can tell them apart, unless
 * a policy is named, which is the customer's own (S3 user guide, access denied: across accounts none is).
 */
function ownerOf(listed: AwsAnswer, scene: Scene): Meaning {
	if (listed.kind === 'ok') return ALLOWED
	if (listed.kind !== 'refused' || listed.httpStatus !== 403) return { is: 'blocked-by', findingId: 's3-list-bucket' }
	return scene.answer(BUCKET)?.kind === 'ok' && readDenial(listed.message).layer === null
		? { is: 'wrong-setting', headline: "The bucket belongs to another account than the settings'.", likely: true }
		: { is: 'not-provable', headline: "The bucket's owner cannot be told while the bucket cannot be listed." }
}

const marked = z.object({ DeleteMarker: z.literal(true) })

function deletion(answer: AwsAnswer): Meaning | null {
	if (answer.kind === 'refused') return answer.httpStatus === 412 ? ALLOWED : null
	const headline = 'S3 left a delete marker in spite of the condition: tell the people who run Sluice.'
	return answer.kind === 'ok' && marked.safeParse(answer.value).success ? { is: 'error', headline } : null
}

const day = (now: Date, before: number) => new Date(now.getTime() - before * 86_400_000).toISOString().slice(0, 10)

export const s3Probes: readonly Probe[] = [
	{
		...s3,
		id: BUCKET,
		action: 's3:ListBucket',
		resource: bucketArn,
		purpose: 'The bucket exists and lies in the region of the cluster',
		breaks: BREAKS.stageUpload,
		profiles: { ...WRITE, debug: 'mandatory' },
		way: {
			...call,
			operation: 's3:HeadBucket',
			on: (target) => [bucketArn(target)],
			input: ({ target }) => ({ input: { Bucket: target.bucket } }),
			read: regionOf,
			rules: [],
		},
	},
	{
		...s3,
		id: 's3-bucket-owner',
		action: 's3:ListBucket',
		resource: bucketArn,
		purpose: 'The bucket belongs to the account of the settings',
		breaks: BREAKS.stageUpload,
		profiles: WRITE,
		after: [BUCKET],
		way: { by: 'answer', of: 's3-list-bucket', read: ownerOf },
	},
	{
		...s3,
		id: 's3-list-bucket',
		action: 's3:ListBucket',
		resource: bucketArn,
		purpose: 'Lists what the lake holds',
		breaks: BREAKS.download,
		profiles: WRITE,
		way: {
			...call,
			operation: 's3:ListObjectsV2',
			on: (target) => [bucketArn(target)],
			// A recent sync report: it lies under the key that is in use now.
			input: ({ target, now }) => ({
				input: {
					...bucketOf(target),
					Prefix: DATA,
					StartAfter: `${DATA}reports/day=${day(now, REPORTS_SINCE_DAYS)}`,
					MaxKeys: 1,
				},
			}),
			read: (answer) =>
				answer.kind === 'ok' && firstKey(answer) === undefined
					? { is: 'error', headline: 'S3 answered the listing in a form that Sluice cannot read.' }
					: null,
		},
	},
	{
		...s3,
		id: 's3-get-object',
		action: 's3:GetObject',
		resource: (target) => objectsArn(target, '*'),
		purpose: 'Reads staged events and loaded data',
		breaks: BREAKS.download,
		profiles: WRITE,
		// Who may not list is answered 403 for a key that does not exist (S3 API reference, GetObject).
		needs: [ASSUME_ROLE, 's3-list-bucket'],
		way: {
			...call,
			operation: 's3:GetObject',
			on: (target) => [objectsArn(target, `${DATA}*`)],
			input: ({ target, names }) => ({ input: { ...bucketOf(target), Key: names.dataKey } }),
			rules: [...bucketRules, { codes: ['NoSuchKey', 'NotFound'], means: ALLOWED }],
		},
	},
	{
		...s3,
		id: 's3-delete-object',
		action: 's3:DeleteObject',
		resource: (target) => objectsArn(target, '*'),
		purpose: 'Removes staged and replaced data',
		breaks: BREAKS.delete,
		profiles: { sync: 'mandatory' },
		way: {
			...call,
			operation: 's3:DeleteObject',
			on: (target, names) => [objectsArn(target, names.stageKey)],
			// The condition keeps a versioned bucket from writing a delete marker (S3 user guide, conditional deletes).
			input: ({ target, names }) => ({ input: { ...bucketOf(target), Key: names.stageKey, IfMatch: '*' } }),
			read: deletion,
			rules: [...bucketRules, { codes: ['NoSuchKey', 'NotFound'], means: ALLOWED }],
		},
	},
	{
		...s3,
		id: 's3-abort-multipart-upload',
		action: 's3:AbortMultipartUpload',
		resource: (target) => objectsArn(target, '*'),
		purpose: 'Ends uploads that failed',
		breaks: BREAKS.upload,
		profiles: CLEANING,
		after: ['s3-put-object'],
		way: {
			...call,
			operation: 's3:AbortMultipartUpload',
			on: (target, names) => [objectsArn(target, names.stageKey)],
			input: (scene) => {
				const UploadId = uploadIdOf(scene.answer('s3-put-object')) ?? scene.names.uploadId
				return { input: { ...bucketOf(scene.target), Key: scene.names.stageKey, UploadId } }
			},
			read: (answer, scene) => {
				const left = uploadIdOf(scene.answer('s3-put-object'))
				if (left === null || answer.kind !== 'refused' || answer.code !== 'AccessDenied') return null
				const headline =
					"s3:AbortMultipartUpload is denied: the upload of this check stays open until the bucket's lifecycle ends it."
				return { is: 'denied', text: answer.message, headline }
			},
			rules: [...bucketRules, { codes: ['NoSuchUpload'], means: ALLOWED }],
			upload: 'ends',
		},
	},
]
