import { z } from 'zod'
import type { Endpoint } from '../../lib/contract/endpoint.ts'
import type { FieldError, Refusal } from '../handler.ts'
import { isStorable, parseJson } from './json.ts'
import { refuse } from './problem.ts'

export const MAX_BODY_BYTES = 256 * 1024

/** A part that a row does not have: anything in it is one field too many. */
const NOTHING = z.strictObject({})

export type Parts = { params: Record<string, string>; query: URLSearchParams; body: ArrayBuffer | null }
export type ParsedInput = { ok: true; input: Record<string, unknown> } | Refusal

/** Reads the body, or says why it may not be read: 415 for another type or an encoding, 413 for too much. */
export async function readBody(
	row: Endpoint,
	request: Request,
): Promise<{ ok: true; body: ArrayBuffer | null } | Refusal> {
	const declared = Number(request.headers.get('content-length') ?? 0)
	if (declared > MAX_BODY_BYTES) return tooLarge
	if (!row.input.body) {
		const carries = declared > 0 || request.headers.has('transfer-encoding')
		return carries
			? refuse('invalid-input', 'This call takes no body.', { errors: [noBody] })
			: { ok: true, body: null }
	}
	const [type, ...parameters] = (request.headers.get('content-type') ?? '').toLowerCase().split(';')
	const isUtf8 = parameters.every((parameter) => /^\s*charset="?utf-8"?\s*$/.test(parameter))
	const encoding = request.headers.get('content-encoding') ?? 'identity'
	if (type?.trim() !== 'application/json' || !isUtf8 || encoding !== 'identity') {
		return refuse('unsupported-media-type', 'The body must be application/json in UTF-8, uncompressed.')
	}
	const body = await request.arrayBuffer()
	return body.byteLength > MAX_BODY_BYTES ? tooLarge : { ok: true, body }
}

const tooLarge = refuse('payload-too-large', `The body is larger than ${MAX_BODY_BYTES / 1024} KB.`)
const noBody = { field: 'body', message: 'must be absent' }

/** Parses params, query and body by the row and merges their members. Every fault of every part is named at once. */
export function parseInput(row: Endpoint, parts: Parts): ParsedInput {
	const errors: FieldError[] = []
	const input: Record<string, unknown> = {}
	const take = (schema: z.ZodObject | undefined, value: unknown) => {
		const parsed = (schema ?? NOTHING).safeParse(value)
		if (parsed.success) Object.assign(input, parsed.data)
		else errors.push(...parsed.error.issues.flatMap(errorsOf))
	}

	take(row.input.params, parts.params)
	const query = queryOf(parts.query, row.input.query)
	errors.push(...query.errors)
	take(row.input.query, query.values)
	if (row.input.body) {
		const json = parseJson(parts.body ?? new ArrayBuffer(0))
		if (json.ok) take(row.input.body, json.value)
		else errors.push(json.error)
	}
	if (errors.length > 0) return refuse('invalid-input', summaryOf(errors), { errors })
	return { ok: true, input }
}

const summaryOf = (errors: FieldError[]) =>
	errors
		.map(({ field, message }) => `${field} ${message}`)
		.join('; ')
		.slice(0, 500)

function queryOf(query: URLSearchParams, schema: z.ZodObject | undefined) {
	const errors: FieldError[] = []
	const values: Record<string, string> = {}
	for (const [name, value] of query) {
		if (!schema || !Object.hasOwn(schema.shape, name))
			errors.push({ field: fieldName(name), message: 'is not a parameter of this call' })
		else if (Object.hasOwn(values, name)) errors.push({ field: name, message: 'stands more than once' })
		else if (!isStorable(value)) errors.push({ field: name, message: 'holds a character that cannot be stored' })
		else values[name] = value
	}
	return { errors, values }
}

/** A name that the caller made up is repeated shortened and printable only, since it ends up in logs and on screens. */
const fieldName = (name: string) => name.replaceAll(/[^\w.-]/g, '?').slice(0, 64)

function errorsOf(issue: z.core.$ZodIssue): FieldError[] {
	const field = issue.path.join('.')
	if (issue.code === 'unrecognized_keys') {
		return issue.keys.map((key) => ({
			field: [...issue.path, fieldName(key)].join('.'),
			message: 'is not a known field',
		}))
	}
	const isAbsent = issue.code === 'invalid_type' && issue.message.endsWith('received undefined')
	return [{ field: field || 'body', message: isAbsent ? 'is missing' : issue.message }]
}
