import { ALLOWED, BREAKS, type Meaning, type Probe, type Scene } from '../probe.ts'
import { objectsArn } from './resource.ts'
import { WRITE } from './s3.ts'
import { bucketOf, bucketRules, firstKey, ofKey, underKey, uploadIdOf } from './s3-answer.ts'
import { ASSUME_ROLE } from './trust.ts'

const s3 = { group: 's3', needs: [ASSUME_ROLE] } as const
const PUT = 's3-put-object'

const notNeeded = (action: string): Meaning => ({
	is: 'allowed',
	unneeded: true,
	headline: `${action} is not needed: the bucket encrypts without a KMS key.`,
})

/** An object that exists: a recent sync report, else the first of the lake. */
async function keyToRead(scene: Scene): Promise<string | null> {
	const recent = firstKey(scene.answer('s3-list-bucket'))
	if (recent) return recent
	const { target } = scene
	const any = { ...bucketOf(target), Prefix: 'segment-data/', MaxKeys: 1 }
	return firstKey(await scene.call('s3:ListObjectsV2', any)) ?? null
}

/** The right to write, and what the bucket's key adds to it: told by one upload that is opened and ended. */
export const s3WriteProbes: readonly Probe[] = [
	{
		...s3,
		id: PUT,
		action: 's3:PutObject',
		resource: (target) => objectsArn(target, '*'),
		purpose: 'Stages events and writes the lake',
		breaks: BREAKS.stageUpload,
		profiles: WRITE,
		way: {
			by: 'call',
			service: 's3',
			operation: 's3:CreateMultipartUpload',
			on: (target, names) => [objectsArn(target, names.stageKey)],
			input: ({ target, names }) => ({ input: { ...bucketOf(target), Key: names.stageKey } }),
			read: (answer) => {
				if (ofKey(answer)) return ALLOWED
				return answer.kind === 'ok' && uploadIdOf(answer) === null
					? { is: 'error', headline: 'S3 opened an upload without naming it.' }
					: null
			},
			rules: bucketRules,
			upload: 'opens',
		},
	},
	{
		...s3,
		id: 'kms-generate-data-key',
		action: 'kms:GenerateDataKey',
		resource: () => null,
		purpose: "Writes under the bucket's encryption key",
		breaks: BREAKS.stageUpload,
		profiles: WRITE,
		way: {
			by: 'answer',
			of: PUT,
			read: (answer) => {
				if (answer.kind === 'ok') return underKey(answer) ? ALLOWED : notNeeded('kms:GenerateDataKey')
				return ofKey(answer) ?? { is: 'blocked-by', findingId: PUT }
			},
		},
	},
	{
		...s3,
		id: 'kms-decrypt',
		action: 'kms:Decrypt',
		resource: () => null,
		purpose: "Reads, and writes in parts, under the bucket's encryption key",
		breaks: BREAKS.download,
		profiles: WRITE,
		needs: [ASSUME_ROLE, 's3-list-bucket'],
		after: [PUT],
		way: {
			by: 'call',
			service: 's3',
			operation: 's3:GetObject',
			on: (target) => [objectsArn(target, 'segment-data/*')],
			input: async (scene) => {
				const Key = await keyToRead(scene)
				if (Key !== null) return { input: { ...bucketOf(scene.target), Key, Range: 'bytes=0-0' } }
				if (underKey(scene.answer(PUT)) === false) return { meaning: notNeeded('kms:Decrypt') }
				return {
					meaning: {
						is: 'not-provable',
						headline: 'The lake holds no object yet by which kms:Decrypt could be tried.',
					},
				}
			},
			read: (answer, scene) => {
				if (answer.kind === 'refused') {
					const key = ofKey(answer)
					if (key || answer.code !== 'AccessDenied') return key
					// Older texts do not name the key: an object that is refused while a missing one is not points to it.
					const otherwise: Meaning = { is: 'denied', text: answer.message, likely: 'kms' }
					return { is: 'blocked-by', findingId: 's3-get-object', otherwise }
				}
				if (answer.kind !== 'ok' || underKey(answer)) return null
				const inUse = underKey(scene.answer(PUT))
				if (inUse === false) return notNeeded('kms:Decrypt')
				const older: Meaning = {
					is: 'not-provable',
					headline: 'The object that was read is older than the encryption key in use.',
				}
				return inUse ? older : { is: 'blocked-by', findingId: PUT, otherwise: older }
			},
			rules: [
				...bucketRules,
				{
					codes: ['NoSuchKey', 'NotFound', 'InvalidRange', 'InvalidObjectState'],
					means: {
						is: 'not-provable',
						headline: 'The object by which kms:Decrypt was tried is gone, empty or archived.',
					},
				},
			],
		},
	},
]
