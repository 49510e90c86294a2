import type { z } from 'zod'
import type { Catalog, CustomerWorld, Database, Table } from '../account.ts'
import { authorize } from '../authorize.ts'
import type { AwsCall } from '../call.ts'
import { isRefused, type Refused, readInput, refuse } from '../json-operation.ts'
import type { catalogInput } from './inputs.ts'
import { type Need, refusalText } from './lake-formation.ts'

/** What an operation names. `*` in a name stands for all of its kind, as Glue asks IAM for lists. */
type Names = { database: string | null; tables: string[] }

/** The call and the catalog it is about. Whoever changes the catalog says so in `call.changed`. */
export type Scope = { call: AwsCall; catalog: Catalog }

type Operation<S extends typeof catalogInput> = {
	input: S
	names: (input: z.infer<S>) => Names
	/** Null: a list, which leaves out what may not be seen. */
	need: Need | null
	act: (input: z.infer<S>, scope: Scope) => object | Refused
}

/** Runs one operation of one call: a refusal, or what JSON answers. */
export type Run = (call: AwsCall, world: CustomerWorld) => object | Refused

/** Form first, then IAM, then Lake Formation, then existence and all else: a denied caller learns nothing of the catalog. */
export function operation<S extends typeof catalogInput>({ input: schema, names, need, act }: Operation<S>): Run {
	return (call, world) => {
		const read = readInput(schema, call.body)
		if (isRefused(read)) return read
		const named = names(read.input)
		const owner = read.input.CatalogId ?? call.session.accountId
		const denied = firstDenial(call, world, owner, named)
		if (denied) return refuse('AccessDeniedException', denied)
		// No catalog here has a resource policy, so only the caller's own gets this far.
		const catalog = call.account.catalogs.get(call.region) ?? { databases: new Map(), lakeFormation: null }
		const insufficient = need && refusalText(catalog, call.session.principalArn, need, named)
		return insufficient ? refuse('AccessDeniedException', insufficient) : act(read.input, { call, catalog })
	}
}

/** Every level needs an Allow of its own; the text names the first that lacks one (Glue developer guide, ARNs). */
function firstDenial(call: AwsCall, world: CustomerWorld, owner: string, { database, tables }: Names): string | null {
	const head = `arn:aws:glue:${call.region}:${owner}:`
	const resources = [
		`${head}catalog`,
		...(database === null ? [] : [`${head}database/${database}`]),
		...tables.map((table) => `${head}table/${database}/${table}`),
	]
	for (const resource of resources) {
		const denied = authorize(call, world, { action: `glue:${call.operation}`, resource, resourceAccount: owner })
		if (denied) return denied.text
	}
	return null
}

export const notFound = (what: string): Refused => refuse('EntityNotFoundException', `${what} not found.`)

export function findDatabase({ catalog }: Scope, name: string): Database | Refused {
	return catalog.databases.get(name) ?? notFound(`Database ${name}`)
}

export function findTable(scope: Scope, input: { DatabaseName: string }, name: string): Table | Refused {
	const database = findDatabase(scope, input.DatabaseName)
	return isRefused(database) ? database : (database.tables.get(name) ?? notFound(`Table ${name}`))
}

/** One line of `Errors[]` of a batch operation: the call itself succeeds. */
export const errorDetail = ({ code, message }: Refused) => ({ ErrorDetail: { ErrorCode: code, ErrorMessage: message } })

/** Glue leaves the member out when nothing failed. */
export const batchAnswer = (errors: object[]): object => (errors.length > 0 ? { Errors: errors } : {})
