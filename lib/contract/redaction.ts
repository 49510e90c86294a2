import { z } from 'zod'
import type { Role } from './role.ts'

const restrictions = new WeakMap<z.ZodType, readonly Role[]>()

/** A field that only `roles` may see. For everybody else the member is absent from the answer, never null or masked. */
export function restricted<S extends z.ZodType>(schema: S, roles: readonly Role[]): z.ZodOptional<S> {
	const member = schema.optional()
	restrictions.set(member, roles)
	return member
}

/** Who may see this field, or null when everybody may. */
export function restrictionOf(schema: z.ZodType): readonly Role[] | null {
	return restrictions.get(schema) ?? null
}

/** `value` (already valid against `schema`) without the members that `role` may not see. */
export function redact(schema: z.ZodType, value: unknown, role: Role): unknown {
	if (value === null || value === undefined) return value
	if (schema instanceof z.ZodArray && Array.isArray(value)) {
		const element = schema.element as z.ZodType
		return value.map((item) => redact(element, item, role))
	}
	if (schema instanceof z.ZodObject && typeof value === 'object') {
		const members = Object.entries(schema.shape as Record<string, z.ZodType>)
		const visible = members.filter(([, member]) => restrictionOf(member)?.includes(role) ?? true)
		return Object.fromEntries(
			visible
				.filter(([name]) => name in value)
				.map(([name, member]) => [name, redact(member, (value as Record<string, unknown>)[name], role)]),
		)
	}
	if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) {
		return redact(schema.unwrap() as z.ZodType, value, role)
	}
	return value
}
