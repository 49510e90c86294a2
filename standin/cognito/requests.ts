import { z } from 'zod'
import { invalidMember, notSerializable, type Refusal } from './refusal.ts'

const atLeast = (length: number) => `Member must have length greater than or equal to ${length}`
const atMost = (length: number) => `Member must have length less than or equal to ${length}`
const text = (least: number, most: number) => z.string().min(least, atLeast(least)).max(most, atMost(most))

const id = text(1, 55).regex(
	/^[\w-]+:[0-9a-f-]+$/,
	'Member must satisfy regular expression pattern: [\\w-]+:[0-9a-f-]+',
)
const mapValue = z
	.string()
	.refine(
		({ length }) => length >= 1 && length <= 50_000,
		`Map value must satisfy constraint: [${atMost(50_000)}, ${atLeast(1)}]`,
	)
const logins = z
	.record(text(1, 128), mapValue)
	.refine((entries) => Object.keys(entries).length <= 10, atMost(10))
	.nullish()
	.transform((entries) => new Map(Object.entries(entries ?? {})))

/** The two inputs with the constraints of the service model `cognito-identity`. Members it does not know are ignored. */
export const getId = z.object({
	AccountId: text(1, 15).regex(/^\d+$/, 'Member must satisfy regular expression pattern: \\d+').nullish(),
	IdentityPoolId: id,
	Logins: logins,
})
export const getCredentials = z.object({
	IdentityId: id,
	Logins: logins,
	CustomRoleArn: text(20, 2048).nullish(),
})

/** A key's own issues lie deeper. */
const MAP_KEYS = `Map keys must satisfy constraint: [${atMost(128)}, ${atLeast(1)}]`

/** Parses one input. A wrong JSON type is a serialization error, a broken constraint a validation error, as in AWS. */
export function readInput<S extends z.ZodType>(schema: S, json: unknown): { input: z.infer<S> } | Refusal {
	const parsed = schema.safeParse(json)
	if (parsed.success) return { input: parsed.data }
	const issue = parsed.error.issues[0]
	const member = String(issue?.path[0] ?? '')
	const value: unknown = Object(json)[member] ?? null
	if (value === null) return invalidMember(member, 'null', 'Member must not be null')
	if (issue?.code === 'invalid_type') return notSerializable()
	// Of logins only the rule is told, never the value: it may be an assertion.
	const told = typeof value === 'string' ? `'${value}'` : ''
	return invalidMember(member, told, issue?.code === 'invalid_key' ? MAP_KEYS : (issue?.message ?? ''))
}
