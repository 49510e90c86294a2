import { deflateRawSync } from 'node:zlib'
import { parseDocument } from '../../../lib/iam/document.ts'

export type StsError = { status: number; code: string; message: string }

export type AssumeRoleInput = {
	roleArn: string
	roleSessionName: string
	externalId: string | null
	durationSeconds: number
	/** Parsed, or null when none was sent. */
	policy: unknown
	sourceIdentity: string | null
	tags: { key: string; value: string }[]
	/** Per cent of what a session may carry; null when there is neither policy nor tag. */
	packedPolicySize: number | null
}

type Limit = { min: number; max: number; pattern: RegExp; text: string }

/** Limits of the STS API reference, AssumeRole. */
const LIMITS = {
	RoleArn: {
		min: 20,
		max: 2048,
		pattern: /^[\t\n\r\x20-\x7e\x85\xa0-\ufffd]+$/,
		text: '[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u0085\\u00A0-\\uD7FF\\uE000-\\uFFFD]+',
	},
	RoleSessionName: { min: 2, max: 64, pattern: /^[\w+=,.@-]*$/, text: '[\\w+=,.@-]*' },
	ExternalId: { min: 2, max: 1224, pattern: /^[\w+=,.@:/-]*$/, text: '[\\w+=,.@:\\/-]*' },
	SourceIdentity: { min: 2, max: 64, pattern: /^[\w+=,.@-]*$/, text: '[\\w+=,.@-]*' },
	Policy: { min: 1, max: 2048, pattern: /^[\t\n\r\x20-\xff]+$/, text: '[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+' },
} satisfies Record<string, Limit>

const KNOWN =
	/^(Action|Version|RoleArn|RoleSessionName|ExternalId|SourceIdentity|Policy|DurationSeconds|Tags\.member\.\d+\.(Key|Value))$/
/** Bytes after packing. How AWS packs is not public; this is the size of the deflated text with room for one belt. */
const PACKED_BYTES = 1400

const invalid = (message: string): StsError => ({ status: 400, code: 'ValidationError', message })

const broken = (value: string, name: string, constraint: string): StsError =>
	invalid(
		`1 validation error detected: Value ${value} at '${name.replace(/^./, (first) => first.toLowerCase())}' failed to satisfy constraint: ${constraint}`,
	)

/** Reads the form of an AssumeRole, or says what STS would refuse before it looks at any right. */
export function readAssumeRole(form: URLSearchParams): AssumeRoleInput | StsError {
	const strange = [...form.keys()].find((name) => !KNOWN.test(name))
	// Silence would drop a managed session policy or an MFA code.
	if (strange !== undefined) return invalid(`${strange} is not understood here`)
	for (const name of ['RoleArn', 'RoleSessionName']) {
		if (!form.get(name)) return broken('null', name, 'Member must not be null')
	}
	for (const [name, limit] of Object.entries(LIMITS)) {
		const value = form.get(name)
		const error = value === null ? null : limitError(name, value, limit)
		if (error) return error
	}
	const roleArn = form.get('RoleArn') ?? ''
	if (!/^arn:aws:iam::\d{12}:role\/.+$/.test(roleArn)) return invalid(`${roleArn} is invalid`)
	const duration = readDuration(form.get('DurationSeconds'))
	if (typeof duration !== 'number') return duration
	const policyText = form.get('Policy')
	const policy = policyText === null ? { document: null } : readPolicy(policyText)
	if ('code' in policy) return policy
	const tags = readTags(form)
	if ('code' in tags) return tags
	const packedPolicySize = packed(policyText ?? '', tags)
	if (packedPolicySize !== null && packedPolicySize > 100) {
		const message = `Packed size of session tags or policy consumes ${packedPolicySize}% of allotted space`
		return { status: 400, code: 'PackedPolicyTooLarge', message }
	}
	return {
		roleArn,
		roleSessionName: form.get('RoleSessionName') ?? '',
		externalId: form.get('ExternalId'),
		durationSeconds: duration,
		policy: policy.document,
		sourceIdentity: form.get('SourceIdentity'),
		tags,
		packedPolicySize,
	}
}

function limitError(name: string, value: string, { min, max, pattern, text }: Limit): StsError | null {
	const quoted = `'${value}'`
	if (value.length < min) return broken(quoted, name, `Member must have length greater than or equal to ${min}`)
	if (value.length > max) return broken(quoted, name, `Member must have length less than or equal to ${max}`)
	return pattern.test(value) ? null : broken(quoted, name, `Member must satisfy regular expression pattern: ${text}`)
}

function readDuration(text: string | null): number | StsError {
	if (text === null) return 3600
	const seconds = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
	if (Number.isNaN(seconds)) return { status: 400, code: 'MalformedInput', message: `${text} is not an integer` }
	if (seconds < 900)
		return broken(`'${text}'`, 'DurationSeconds', 'Member must have value greater than or equal to 900')
	if (seconds > 43_200)
		return broken(`'${text}'`, 'DurationSeconds', 'Member must have value less than or equal to 43200')
	return seconds
}

function readPolicy(text: string): { document: unknown } | StsError {
	const malformed = (message: string): StsError => ({ status: 400, code: 'MalformedPolicyDocument', message })
	let document: unknown
	try {
		document = JSON.parse(text)
	} catch {
		return malformed('This policy contains invalid Json')
	}
	const parsed = parseDocument(document, 'session')
	return parsed.ok ? { document } : malformed(`Syntax errors in policy. (${parsed.reason} at ${parsed.path.join('.')})`)
}

const MOST_TAGS = 50

/** Numbered from 1 without a gap, each with key and value, no key twice (STS API reference, AssumeRole). */
function readTags(form: URLSearchParams): { key: string; value: string }[] | StsError {
	const count = new Set([...form.keys()].flatMap((name) => /^Tags\.member\.(\d+)\./.exec(name)?.[1] ?? [])).size
	const length = `Member must have length less than or equal to ${MOST_TAGS}`
	if (count > MOST_TAGS) return broken(`of ${count} tags`, 'Tags', length)
	const tags: { key: string; value: string }[] = []
	for (let number = 1; number <= count; number++) {
		const at = `Tags.member.${number}`
		const [key, value] = [form.get(`${at}.Key`), form.get(`${at}.Value`)]
		const missing = key === null ? 'key' : 'value'
		if (key === null || value === null)
			return broken('null', `tags.${number}.member.${missing}`, 'Member must not be null')
		tags.push({ key, value })
	}
	return new Set(tags.map(({ key }) => key.toLowerCase())).size === count
		? tags
		: invalid('Duplicate tag keys found. Please note that Tag keys are case insensitive.')
}

function packed(policy: string, tags: { key: string; value: string }[]): number | null {
	if (policy === '' && tags.length === 0) return null
	const text = `${policy}${tags.map(({ key, value }) => `${key}=${value}`).join()}`
	return Math.ceil((deflateRawSync(text).length * 100) / PACKED_BYTES)
}
