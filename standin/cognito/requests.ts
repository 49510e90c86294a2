import { z } from 'zod'
import { invalidMember, notSerializable, type Refusal } from './refusal.ts'

const id = z
	.string()
	.min(1)
	.max(55)
	.regex(/^[\w-]+:[0-9a-f-]+$/)
const logins = z
	.record(z.string().min(1).max(128), z.string().min(1).max(50_000))
	.refine((entries) => Object.keys(entries).length <= 10, 'Member must have length less than or equal to 10')
	.nullish()
	.transform((entries) => new Map(Object.entries(entries ?? {})))

/** The two inputs with the constraints of the service model `cognito-identity`. Members it does not know are ignored. */
export const getId = z.object({ IdentityPoolId: id, Logins: logins })
export const getCredentials = z.object({
	IdentityId: id,
	Logins: logins,
	CustomRoleArn: z.string().min(20).max(2048).nullish(),
})

/** Parses one input. A wrong JSON type is a serialization error, a broken constraint a validation error, as in AWS. */
export function readInput<S extends z.ZodType>(schema: S, json: unknown): { input: z.infer<S> } | Refusal {
	const parsed = schema.safeParse(json)
	if (parsed.success) return { input: parsed.data }
	const issue = parsed.error.issues[0]
	const member = String(issue?.path[0] ?? '')
	const absent = issue?.code === 'invalid_type' && !has(json, member)
	if (absent) return invalidMember(member, 'Member must not be null')
	// Only the rule is told, never the value: it may be an assertion.
	return issue?.code === 'invalid_type' ? notSerializable() : invalidMember(member, issue?.message ?? '')
}

function has(json: unknown, member: string): boolean {
	return typeof json === 'object' && json !== null && member in json
}
