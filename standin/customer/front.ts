import type { Answer, AwsCall } from './call.ts'
import { refusal } from './refusal.ts'

const JSON_TYPE = 'application/x-amz-json-1.1'
const FORM_TYPE = 'application/x-www-form-urlencoded'

/** Before its dot, what X-Amz-Target says of each service (service models, targetPrefix). */
const TARGETS = { glue: 'AWSGlue', elasticmapreduce: 'ElasticMapReduce' } as const

const mediaType = (headers: Record<string, string>): string =>
	headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? ''

/** The operation that X-Amz-Target names, of this service and no other; `Unknown` for what is none. */
export function targetOf(service: keyof typeof TARGETS, headers: Record<string, string>): string {
	const [prefix, operation = '', ...more] = (headers['x-amz-target'] ?? '').split('.')
	return prefix === TARGETS[service] && /^\w+$/.test(operation) && more.length === 0 ? operation : 'Unknown'
}

/** The form of a query call; empty for a body that is none, so that no action is found in it. */
export const formOf = ({ headers, body }: Pick<AwsCall, 'headers' | 'body'>): URLSearchParams =>
	new URLSearchParams(mediaType(headers) === FORM_TYPE ? body.toString('utf8') : '')

/**
 * What the front end of a service turns away before it looks at the operation; null: nothing. The services of the JSON
 * protocol answer at one address only; S3 wants to know how much it is to store before it comes.
 */
export function misaddressed(call: AwsCall): Answer | null {
	const { service, method, rawPath, headers, requestId } = call
	if (service === 's3') {
		if (method !== 'PUT' || headers['content-length'] !== undefined) return null
		const message = 'You must provide the Content-Length HTTP header.'
		return refusal('s3', requestId, { status: 411, code: 'MissingContentLength', message })
	}
	if (rawPath === '/' && method === 'POST' && (service === 'sts' || mediaType(headers) === JSON_TYPE)) return null
	if (service !== 'sts') return { status: 404, body: '<UnknownOperationException/>\n' }
	const message = 'A call is a form that is posted to / here'
	return refusal('sts', requestId, { status: 400, code: 'InvalidAction', message })
}
