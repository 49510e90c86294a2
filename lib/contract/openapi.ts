import { z } from 'zod'
import { type Endpoint, endpoint } from './endpoint.ts'
import { COMMON_PROBLEMS, PROBLEM_STATUS, type ProblemCode, problem } from './problem.ts'
import { everyone } from './role.ts'

export const openapi = {
	get: endpoint({
		method: 'GET',
		path: '/v1/openapi.json',
		summary: 'Read the API description (OpenAPI)',
		input: {},
		output: z.looseObject({ openapi: z.string() }),
		problems: [],
		roles: everyone,
		rule: 'none',
		effect: 'read',
		reason: 'none',
		identity: 'bound',
		timeout: 10_000,
	}),
}

type Json = Record<string, unknown>

/** The contract as OpenAPI 3.0, the version that API Gateway imports. Operation ids are `noun.verb`. */
export function openApiDocument(rows: Record<string, Endpoint>): Json & { openapi: string } {
	const paths: Record<string, Json> = {}
	for (const [operation, row] of Object.entries(rows)) {
		paths[row.path] = { ...paths[row.path], [row.method.toLowerCase()]: operationOf(operation, row) }
	}
	return {
		openapi: '3.0.3',
		info: { title: 'Sluice', version: '1', description: 'Private tooling API behind an IAM-authorised gateway.' },
		paths,
		components: {
			schemas: { Problem: schemaOf(problem) },
			securitySchemes: {
				sigv4: { type: 'apiKey', name: 'Authorization', in: 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' },
			},
		},
		security: [{ sigv4: [] }],
	}
}

function operationOf(operation: string, row: Endpoint): Json {
	return {
		operationId: operation,
		summary: row.summary,
		tags: [operation.split('.')[0]],
		parameters: [
			...parametersOf('path', row.input.params),
			...parametersOf('query', row.input.query),
			...headersOf(row),
		],
		...(row.input.body && { requestBody: { required: true, content: jsonContent(schemaOf(row.input.body)) } }),
		responses: {
			[row.success ?? 200]: {
				description: row.success === 202 ? 'Accepted' : 'Done',
				content: jsonContent(schemaOf(row.output)),
			},
			...refusalsOf([...COMMON_PROBLEMS, ...row.problems]),
		},
		'x-sluice': { roles: row.roles, rule: row.rule, effect: row.effect, reason: row.reason },
	}
}

function parametersOf(place: 'path' | 'query', schema: z.ZodObject | undefined): Json[] {
	if (!schema) return []
	const document = schemaOf(schema) as { properties?: Record<string, Json>; required?: string[] }
	return Object.entries(document.properties ?? {}).map(([name, property]) => ({
		name,
		in: place,
		required: place === 'path' || (document.required?.includes(name) ?? false),
		schema: property,
	}))
}

function headersOf(row: Endpoint): Json[] {
	if (row.method !== 'POST') return []
	return [
		{ name: 'Idempotency-Key', in: 'header', required: true, schema: { type: 'string', minLength: 8, maxLength: 128 } },
	]
}

function refusalsOf(codes: readonly ProblemCode[]): Json {
	const byStatus = Object.groupBy(new Set(codes), (code) => PROBLEM_STATUS[code])
	return Object.fromEntries(
		Object.entries(byStatus).map(([status, named]) => [
			status,
			{ description: named?.join(', ') ?? '', content: jsonContent({ $ref: '#/components/schemas/Problem' }) },
		]),
	)
}

const jsonContent = (schema: Json): Json => ({ 'application/json': { schema } })
const schemaOf = (schema: z.ZodType): Json => z.toJSONSchema(schema, { target: 'openapi-3.0', io: 'input' }) as Json
