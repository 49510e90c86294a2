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

type Reading = (value: unknown, role: Role) => unknown

/** What kind a schema is costs more to ask than what a role may see: asked once for each schema. */
const readings = new WeakMap<z.ZodType, Reading>()

/** `value` (already valid against `schema`) without the members that `role` may not see. */
export function redact(schema: z.ZodType, value: unknown, role: Role): unknown {
	if (value === null || value === undefined) return value
	const reading = readings.get(schema) ?? readingOf(schema)
	readings.set(schema, reading)
	return reading(value, role)
}

function readingOf(schema: z.ZodType): Reading {
	if (schema instanceof z.ZodArray) {
		const element = schema.element as z.ZodType
		return (value, role) => (Array.isArray(value) ? value.map((item) => redact(element, item, role)) : value)
	}
	if (schema instanceof z.ZodObject) {
		const members = Object.entries(schema.shape as Record<string, z.ZodType>).map(
			([name, member]) => [name, member, restrictionOf(member)] as const,
		)
		return (value, role) => {
			const seen: Record<string, unknown> = {}
			for (const [name, member, roles] of members) {
				if (!(name in (value as object)) || roles?.includes(role) === false) continue
				seen[name] = redact(member, (value as Record<string, unknown>)[name], role)
			}
			return seen
		}
	}
	if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) {
		const inner = schema.unwrap() as z.ZodType
		return (value, role) => redact(inner, value, role)
	}
	return (value) => value
}
