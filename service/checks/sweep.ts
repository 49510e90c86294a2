import { z } from 'zod'
import type { AwsAnswer, RoleSession } from '../aws/ports.ts'
import { sweepBelt } from './belt.ts'
import type { CheckPorts, RecordedUpload } from './ports.ts'
import { bucketOf } from './probes/s3-answer.ts'

/** A request that was signed is taken for a quarter of an hour, by AWS's clock: until then an empty list proves nothing. */
const LATE_MS = 16 * 60 * 1_000
/** By then the lifecycle rule of the staging prefix has ended it. */
const EXPIRED_MS = 14 * 24 * 60 * 60 * 1_000

const listed = z.object({ Uploads: z.array(z.object({ Key: z.string(), UploadId: z.string() })).optional() })

export type Swept = {
	/** Nothing of these is left at the customer. */
	ended: number
	/** Not reached, not allowed, or too young to be sure: to be swept again. */
	left: number
}

/** Ends uploads that a killed or unanswered check may have left open in customers' buckets. */
export async function sweepUploads(
	uploads: readonly RecordedUpload[],
	ports: Pick<CheckPorts, 'access' | 'uploads' | 'now'>,
): Promise<Swept> {
	const swept = await Promise.all(uploads.map((upload) => sweepUpload(upload, ports)))
	const ended = swept.filter(Boolean).length
	return { ended, left: swept.length - ended }
}

async function sweepUpload(
	upload: RecordedUpload,
	{ access, uploads, now }: Pick<CheckPorts, 'access' | 'uploads' | 'now'>,
): Promise<boolean> {
	const { checkId, key, roleArn, region, externalId, sessionName } = upload
	const age = now().getTime() - Date.parse(upload.openedAt)
	const belt = sweepBelt(upload, key)
	const session = await access.assume({ principalArn: null, roleArn, region, externalId, sessionName, belt })
	const open = session.kind === 'ok' ? await openUploads(upload, session.value, access) : null
	const aborted = session.kind === 'ok' && open ? await abortAll(upload, open, session.value, access) : false
	const gone = aborted && ((open?.length ?? 0) > 0 || age > LATE_MS)
	if (gone || age > EXPIRED_MS) await uploads.ended(checkId, key)
	return gone || age > EXPIRED_MS
}

/** Ids of the uploads under the key; null when they cannot be listed. */
async function openUploads(
	upload: RecordedUpload,
	session: RoleSession,
	access: CheckPorts['access'],
): Promise<string[] | null> {
	const answer = await access.call(session, 's3:ListMultipartUploads', { ...bucketOf(upload), Prefix: upload.key })
	const read = answer.kind === 'ok' ? listed.safeParse(answer.value) : null
	if (!read?.success) return null
	return (read.data.Uploads ?? []).filter(({ Key }) => Key === upload.key).map(({ UploadId }) => UploadId)
}

async function abortAll(
	upload: RecordedUpload,
	ids: readonly string[],
	session: RoleSession,
	access: CheckPorts['access'],
): Promise<boolean> {
	const answers = await Promise.all(
		ids.map((UploadId) =>
			access.call(session, 's3:AbortMultipartUpload', { ...bucketOf(upload), Key: upload.key, UploadId }),
		),
	)
	return answers.every(isEnded)
}

/** Whether an answer to an abort shows that the upload is no more. */
export const isEnded = (answer: AwsAnswer): boolean =>
	answer.kind === 'ok' || (answer.kind === 'refused' && answer.code === 'NoSuchUpload')
