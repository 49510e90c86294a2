import { describe, expect, it } from 'vitest'
import type { Endpoint } from './endpoint.ts'
import { openApiDocument } from './openapi.ts'
import { PROBLEM_STATUS } from './problem.ts'
import { table } from './table.ts'

const document = openApiDocument(table) as unknown as {
	openapi: string
	paths: Record<
		string,
		Record<string, { operationId: string; parameters: { name: string; in: string }[]; responses: object }>
	>
}

describe('the OpenAPI document', () => {
	it('is version 3.0, the one API Gateway imports', () => {
		expect(document.openapi).toMatch(/^3\.0\./)
	})

	it.each(Object.entries(table) as [string, Endpoint][])(
		'describes %s with its parameters and refusals',
		(operation, row) => {
			const described = document.paths[row.path]?.[row.method.toLowerCase()]
			expect(described?.operationId).toBe(operation)
			const named = described?.parameters
				.filter((parameter) => parameter.in !== 'header')
				.map((parameter) => parameter.name)
			expect(named).toEqual([
				...Object.keys(row.input.params?.shape ?? {}),
				...Object.keys(row.input.query?.shape ?? {}),
			])
			const statuses = Object.keys(described?.responses ?? {})
			for (const code of row.problems) expect(statuses).toContain(String(PROBLEM_STATUS[code]))
		},
	)

	it('holds nothing that 3.0 does not know', () => {
		const text = JSON.stringify(document)
		for (const foreign of ['"$schema"', '"const":', '"prefixItems"', '"exclusiveMinimum":0'])
			expect(text).not.toContain(foreign)
	})
})
