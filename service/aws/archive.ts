import { z } from 'zod'
import { unanswered } from './answer.ts'
import { clientSettings, createConnections } from './client-settings.ts'
import { type Deadline, withDeadline } from './deadline.ts'
import { createOwnRoles } from './own-roles.ts'
import type { ArchivePage, ArchiveReader, AwsAnswer } from './ports.ts'
import { retryingThrottles } from './retry.ts'
import { openS3 } from './s3.ts'
import { type Credentials, sendOnce, since } from './send.ts'

export type ArchiveReaderOptions = {
	/** Our role that may list the archives. */
	roleArn: string
	/** The only regions whose host is ever asked: an archive elsewhere is refused as S3 refuses it. */
	regions: readonly string[]
	/** For an S3 that answers on one host only. */
	s3PathStyle: boolean
	now: () => Date
	/** The time of one page with all its repeating. */
	callMs?: number
	/** Upper bound of the first pause after a throttle. */
	throttlePauseMs?: number
}

const MOST_KEYS = 1_000

/** S3 answers so where a bucket lies in another region than its host: redirects, and a signature for the wrong region. */
const ELSEWHERE: ReadonlySet<number> = new Set([301, 307, 400])

const listing = z.object({
	Contents: z.array(z.object({ Key: z.string(), Size: z.int().min(0) })).default([]),
	NextContinuationToken: z.string().optional(),
})

/**
 * Reads archives. The settings of a source name no region for its archive: the SDK's own (AWS_REGION) is asked first, and
 * then the one that S3 names for the bucket, which is kept.
 */
export function createArchiveReader(options: ArchiveReaderOptions): ArchiveReader {
	const { roleArn, regions, s3PathStyle, now, callMs = 8_000, throttlePauseMs = 200 } = options
	const connections = createConnections()
	const ownRoles = createOwnRoles(connections, now, callMs)
	const regionOf = new Map<string, string>()
	type Send = ReturnType<typeof openS3>
	const clients = new WeakMap<Credentials, Map<string | undefined, Send>>()

	function clientOf(credentials: Credentials, region: string | undefined): Send {
		const opened = clients.get(credentials) ?? new Map<string | undefined, Send>()
		clients.set(credentials, opened)
		const send = opened.get(region) ?? openS3(clientSettings(connections, credentials, region), s3PathStyle)
		opened.set(region, send)
		return send
	}

	async function ask(
		credentials: Credentials,
		region: string | undefined,
		input: Record<string, unknown>,
		deadline: Deadline,
	): Promise<AwsAnswer<unknown>> {
		const send = clientOf(credentials, region)
		const answer = await retryingThrottles(deadline, throttlePauseMs, () =>
			sendOnce(credentials, deadline.signal, (options) => send('s3:ListObjectsV2', input, options)),
		)
		if (answer.kind === 'failed' && answer.cause === 'ours' && answer.httpStatus !== null) ownRoles.forget(roleArn)
		return answer
	}

	return {
		async list({ bucket, prefix }, after) {
			const started = performance.now()
			const own = await ownRoles.credentialsOf(roleArn)
			if (own.kind !== 'ok') return own
			const input = { Bucket: bucket, Prefix: prefix, MaxKeys: MOST_KEYS, ...(after && { ContinuationToken: after }) }
			const answer = await withDeadline(callMs, async (deadline) => {
				const asked = regionOf.get(bucket)
				const first = await ask(own.value, asked, input, deadline)
				const named = ELSEWHERE.has(first.httpStatus ?? 0) ? first.bucketRegion : null
				if (named === null || named === asked || !regions.includes(named)) return first
				regionOf.set(bucket, named)
				return ask(own.value, named, input, deadline)
			})
			return { ...pageOf(answer), durationMs: since(started) }
		},
	}
}

function pageOf(answer: AwsAnswer): AwsAnswer<ArchivePage> {
	if (answer.kind !== 'ok') return answer
	const read = listing.safeParse(answer.value)
	if (!read.success) return { ...unanswered('server', 'The list of objects could not be read.'), httpStatus: 200 }
	const { Contents, NextContinuationToken = null } = read.data
	const objects = Contents.map(({ Key, Size }) => ({ key: Key, bytes: Size }))
	return { ...answer, value: { objects, next: NextContinuationToken } }
}
