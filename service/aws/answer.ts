import { z } from 'zod'
import { timeOf } from './answer-date.ts'
import { causeOf, codeOfStatus } from './error-codes.ts'
import type { AwsAnswer, AwsFailure } from './ports.ts'

/** What the SDK adds to an output, and to the error of an answer that it could read. */
export const metadata = z.object({
	httpStatusCode: z.number().optional(),
	requestId: z.string().optional(),
	date: z.string().optional(),
})

const headers = z.record(z.string(), z.string())

const thrown = z.object({
	name: z.string(),
	message: z.string(),
	/** Of Node's own errors. */
	code: z.string().optional().catch(undefined),
	/** Only errors whose body the SDK understood carry it. */
	$fault: z.string().optional().catch(undefined),
	$metadata: metadata.optional().catch(undefined),
	$response: z.object({ headers }).optional().catch(undefined),
})
type Thrown = z.output<typeof thrown>

/** The SDK's words for an answer without a code or a text. */
const UNNAMED = new Set(['Unknown', 'UnknownError'])

/** An answer to something that was not sent, or never answered. */
export const unanswered = (cause: AwsFailure['cause'], message: string, code: string | null = null) =>
	({
		kind: 'failed',
		cause,
		code,
		message,
		httpStatus: null,
		requestId: null,
		bucketRegion: null,
		date: null,
		durationMs: 0,
	}) as const

/**
 * What an error of the SDK means. `secrets` are cut out of its text: AWS repeats the canonical request, session token
 * included, when it disputes a signature.
 */
export function answerOf(error: unknown, secrets: readonly string[], aborted: boolean): AwsAnswer<never> {
	const read = thrown.safeParse(error)
	if (!read.success) return unanswered('ours', 'The call failed in a way that the SDK does not describe.')
	const status = read.data.$metadata?.httpStatusCode
	const hide = (text: string) => without(secrets, text)
	if (aborted) return unanswered('timeout', 'No answer within the time of a call.')
	if (status === undefined) return silence(read.data, hide)
	return spoken(read.data, status, hide)
}

/** No answer came. What has a code of Node's went wrong on the way; everything else before the request left us. */
function silence({ code, message, name }: Thrown, hide: (text: string) => string): AwsAnswer<never> {
	if (code !== undefined && !code.startsWith('ERR_INVALID')) return unanswered('network', hide(message || code), code)
	return unanswered('ours', hide(message), name)
}

function spoken(error: Thrown, status: number, hide: (text: string) => string): AwsAnswer<never> {
	const requestId = error.$metadata?.requestId ?? null
	const answered = {
		httpStatus: status,
		requestId,
		bucketRegion: error.$response?.headers['x-amz-bucket-region'] ?? null,
		date: timeOf(error.$response?.headers.date),
		durationMs: 0,
	}
	const named = error.$fault !== undefined && !UNNAMED.has(error.name)
	// A proxy on the way can answer 403 too, and must not be taken for the customer's refusal.
	if (!named && requestId === null)
		return {
			...answered,
			kind: 'failed',
			cause: 'network',
			code: null,
			message: `Not an answer of AWS: HTTP ${status}.`,
		}
	if (!named && status < 300)
		return { ...answered, kind: 'failed', cause: 'server', code: null, message: 'The answer could not be read.' }
	const code = named ? error.name.slice(0, LONGEST_CODE) : codeOfStatus(status)
	const message = error.$fault === undefined || UNNAMED.has(error.message) ? '' : hide(error.message)
	const cause = causeOf(code, status)
	if (cause === null) return { ...answered, kind: 'refused', code, message }
	return { ...answered, kind: 'failed', cause, code, message }
}

/** Characters of a text that are kept: a refusal fits that names three ARNs of the greatest length. */
const LONGEST_TEXT = 8_192
const LONGEST_CODE = 128

const ACCESS_KEY = /\bA[KS]IA[A-Z0-9]{12,}\b/g

function without(secrets: readonly string[], text: string): string {
	const forms = secrets.flatMap((secret) => [secret, encodeURIComponent(secret)])
	const clean = forms.reduce((rest, form) => rest.replaceAll(form, '[removed]'), text).replace(ACCESS_KEY, '[removed]')
	return clean.length > LONGEST_TEXT ? `${clean.slice(0, LONGEST_TEXT)} ... (${clean.length} characters)` : clean
}
