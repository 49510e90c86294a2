import type { z } from 'zod'
import type { Answer, AwsCall } from './call.ts'
import { refusal } from './refusal.ts'

/** An expected error of a service that speaks the JSON protocol 1.1: always HTTP 400. */
export type Refused = { refused: true; code: string; message: string }

export const refuse = (code: string, message: string): Refused => ({ refused: true, code, message })

export const isRefused = (outcome: object): outcome is Refused => 'refused' in outcome

/** The answer to a call: the outcome as it is, or its refusal. Times in an outcome are epoch seconds. */
export function answerJson(call: AwsCall, outcome: object): Answer {
	if (isRefused(outcome)) return refusal(call.service, call.requestId, { status: 400, ...outcome })
	return {
		status: 200,
		headers: { 'content-type': 'application/x-amz-json-1.1' },
		body: JSON.stringify(outcome),
	}
}

type Issue = z.core.$ZodIssue

/**
 * Parses a body by the constraints of the service model, which the AWS front end checks before anything else. A wrong
 * JSON type is a serialization error; a constraint's text is the schema's own, and all that are broken are told at once.
 * AWS ignores members that it does not know; a strict schema refuses them, since ignoring one that AWS knows would change
 * what the call means.
 */
export function readInput<S extends z.ZodType>(schema: S, body: Buffer): { input: z.infer<S> } | Refused {
	const json = parse(body)
	if (json === undefined) return refuse('SerializationException', '')
	const parsed = schema.safeParse(json)
	if (parsed.success) return { input: parsed.data }
	const { issues } = parsed.error
	const ofWrongType = ({ code, path }: Issue) => code === 'invalid_type' && valueAt(json, path) !== undefined
	if (issues.some(ofWrongType)) return refuse('SerializationException', '')
	const strange = issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : []))
	if (strange[0] !== undefined) return refuse('ValidationException', `${strange[0]} is not understood here`)
	const broken = issues.map((issue) => brokenConstraint(json, issue)).join('; ')
	const count = `${issues.length} validation error${issues.length === 1 ? '' : 's'} detected`
	return refuse('ValidationException', `${count}: ${broken}`)
}

function brokenConstraint(json: object, { path, message }: Issue): string {
	const value = valueAt(json, path)
	const told = value === undefined ? 'null' : `'${Array.isArray(value) ? `[${value.join(', ')}]` : value}'`
	const constraint = value === undefined ? 'Member must not be null' : message
	return `Value ${told} at '${memberPath(path)}' failed to satisfy constraint: ${constraint}`
}

/** Undefined for anything but a JSON object. A member that is null counts as left out. */
function parse(body: Buffer): object | undefined {
	try {
		const json: unknown = JSON.parse(body.toString('utf8'), (_key, value: unknown) => value ?? undefined)
		return typeof json === 'object' && json !== null && !Array.isArray(json) ? json : undefined
	} catch {
		return undefined
	}
}

function valueAt(json: unknown, path: readonly PropertyKey[]): unknown {
	return path.reduce<unknown>(
		(value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
		json,
	)
}

/** `TableInput, PartitionKeys, 0, Name` is told as `tableInput.partitionKeys.1.member.name`. */
function memberPath(path: readonly PropertyKey[]): string {
	return path
		.map((key) => (typeof key === 'number' ? `${key + 1}.member` : String(key).replace(/^./, (c) => c.toLowerCase())))
		.join('.')
}
