import { answerOf, metadata } from './answer.ts'
import { timeOf } from './answer-date.ts'
import type { AwsAnswer } from './ports.ts'

export type Credentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string; expiration?: Date }

type Sent = { $metadata: unknown }

/** Sends once. `durationMs` is the time on the wire. Never throws for what AWS or the network answers. */
export async function sendOnce<T extends Sent>(
	credentials: Credentials,
	signal: AbortSignal,
	request: (options: { abortSignal: AbortSignal }) => Promise<T>,
): Promise<AwsAnswer<Omit<T, '$metadata'>>> {
	const started = performance.now()
	try {
		const { $metadata, ...value } = await request({ abortSignal: signal })
		const { httpStatusCode = null, requestId = null, date } = metadata.parse($metadata)
		const bucketRegion = 'BucketRegion' in value && typeof value.BucketRegion === 'string' ? value.BucketRegion : null
		const told = { httpStatus: httpStatusCode, requestId, bucketRegion, date: timeOf(date) }
		return { kind: 'ok', value, ...told, durationMs: since(started) }
	} catch (error) {
		const secrets = [credentials.secretAccessKey, credentials.sessionToken ?? ''].filter((secret) => secret !== '')
		return { ...answerOf(error, secrets, signal.aborted), durationMs: since(started) }
	}
}

/** Whole milliseconds, at least 1 for anything that happened. */
export const since = (started: number) => Math.max(1, Math.round(performance.now() - started))
