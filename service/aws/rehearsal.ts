import { Readable } from 'node:stream'
import type { ClientSettings } from './client-settings.ts'
import type { AwsOperation } from './ports.ts'
import { sendOnce } from './send.ts'
import { openServices } from './services.ts'

const NOBODY = { accessKeyId: 'none', secretAccessKey: 'none' }

const LINES: { operation: AwsOperation; input: Record<string, unknown>; answer: string }[] = [
	{ operation: 's3:ListObjectsV2', input: { Bucket: 'none' }, answer: '<Error><Code>AccessDenied</Code></Error>' },
	{ operation: 'glue:GetTables', input: { DatabaseName: 'none' }, answer: '{"__type":"AccessDeniedException"}' },
	{ operation: 'emr:DescribeCluster', input: { ClusterId: 'none' }, answer: '{"__type":"AccessDeniedException"}' },
]

/**
 * One call of each service that never leaves the process. The SDK reads its files and builds its tables at the first
 * call: 80 ms that the first person after a start would wait for.
 */
export async function rehearse(): Promise<void> {
	for (const { operation, input, answer } of LINES) {
		const handle = async () => ({
			response: { statusCode: 400, headers: {}, body: Readable.from([Buffer.from(answer)]) },
		})
		const settings: ClientSettings = {
			region: 'us-east-1',
			credentials: NOBODY,
			requestHandler: { handle },
			maxAttempts: 1,
		}
		const send = openServices(settings, true)
		await sendOnce(NOBODY, new AbortController().signal, (options) => send(operation, input, options))
	}
}
