import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Endpoint } from './endpoint.ts'
import { PROBLEM_STATUS } from './problem.ts'
import { restrictionOf } from './redaction.ts'
import { ROLES } from './role.ts'
import { operations, operationsOf, table } from './table.ts'

const rows = Object.entries(table) as [string, Endpoint][]
const METHOD_NAMES = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
/** What reference/security.md's matrix calls connection details. */
const CONNECTION_DETAILS = [
	'roleArn',
	'externalIds',
	'catalogId',
	'bucket',
	'archive',
	'before',
	'after',
	'logUri',
	'tags',
	'place',
]

describe.each(rows)('%s', (operation, row) => {
	it('names at least one role and no role twice', () => {
		expect(row.roles.length).toBeGreaterThan(0)
		expect(new Set(row.roles).size).toBe(row.roles.length)
	})

	it('has a path that every signer writes the same way', () => {
		for (const segment of row.path.split('/').slice(1)) {
			expect(segment).toMatch(/^(?:[A-Za-z0-9._~-]+|\{[A-Za-z]+\})$/)
			expect(METHOD_NAMES).not.toContain(segment)
		}
	})

	it('declares exactly the parameters that its path holds', () => {
		const inPath = [...row.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
		expect(Object.keys(row.input.params?.shape ?? {})).toEqual(inPath)
	})

	it('finishes before API Gateway gives up at 29 s', () => {
		expect(row.timeout).toBeGreaterThan(0)
		expect(row.timeout).toBeLessThan(29_000)
	})

	it('never changes anything by GET, and asks every writer of a customer for a reason', () => {
		if (row.method === 'GET') expect(['read', 'customer-read']).toContain(row.effect)
		if (row.effect === 'customer-write') expect(row.reason).toBe('required')
		const fields = { ...row.input.query?.shape, ...row.input.body?.shape }
		if (row.reason === 'required') expect(fields.ticket, `${operation} needs a ticket`).toBeDefined()
		if (row.reason === 'optional') expect(fields.ticket?.safeParse(undefined).success).toBe(true)
	})

	it('promises the idempotency refusals when it is a POST', () => {
		if (row.method === 'POST') expect(row.problems).toContain('idempotency-key-missing')
	})

	it('shows no connection detail to a viewer or an auditor', () => {
		for (const [name, member] of membersOf(row.output)) {
			if (!CONNECTION_DETAILS.includes(name)) continue
			expect(restrictionOf(member), `${operation}: ${name}`).not.toBeNull()
			expect(restrictionOf(member)).not.toContain('viewer')
			expect(restrictionOf(member)).not.toContain('auditor')
		}
	})
})

describe('the table', () => {
	it('has no two rows on one method and path', () => {
		const places = rows.map(([, row]) => `${row.method} ${row.path.replace(/\{\w+\}/g, '{}')}`)
		expect(new Set(places).size).toBe(places.length)
	})

	it('gives every role the operation that tells it who it is', () => {
		for (const role of ROLES) expect(operationsOf(role)).toContain('sessions.me')
	})

	it('lets admins alone change sources and bindings', () => {
		const writers = (operation: string) => ROLES.filter((role) => operationsOf(role).includes(operation as never))
		expect(writers('sources.put')).toEqual(['admin'])
		expect(writers('sessions.release')).toEqual(['admin'])
	})

	it('names each problem code once, with an error status', () => {
		for (const status of Object.values(PROBLEM_STATUS)) expect(status).toBeGreaterThanOrEqual(400)
		expect(operations.length).toBe(new Set(operations).size)
	})
})

function membersOf(schema: z.ZodType): [string, z.ZodType][] {
	if (schema instanceof z.ZodArray) return membersOf(schema.element as z.ZodType)
	if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return membersOf(schema.unwrap() as z.ZodType)
	if (!(schema instanceof z.ZodObject)) return []
	const own = Object.entries(schema.shape as Record<string, z.ZodType>)
	return own.flatMap(([name, member]) => {
		const inner = restrictionOf(member) ? [] : membersOf(member)
		return [[name, member] as [string, z.ZodType], ...inner]
	})
}
