import type { Catalog, LakeFormation } from '../account.ts'

/** What Lake Formation asks for beside IAM (Lake Formation developer guide, permissions reference). */
export type Need = {
	on: 'catalog' | 'database' | 'table'
	permission: 'CREATE_DATABASE' | 'CREATE_TABLE' | 'DESCRIBE' | 'ALTER' | 'DROP'
}

/** Every principal with IAM rights: how a catalog looks that Lake Formation took over without tightening it. */
const EVERYBODY = 'IAM_ALLOWED_PRINCIPALS'

/**
 * The text of Lake Formation's refusal, or null when it allows or governs nothing here. `principalArn` is the role's.
 * Nothing is told about what the caller may not see: a database that does not exist is denied, and so is a table,
 * unless the caller could create one.
 */
export function refusalText(
	catalog: Catalog,
	principalArn: string,
	need: Need,
	names: { database: string | null; tables: readonly string[] },
): string | null {
	const { lakeFormation } = catalog
	if (lakeFormation === null) return null
	const { database, tables } = names
	if (need.on === 'catalog' || database === null) {
		return holds(lakeFormation, principalArn, need.permission, null, null)
			? null
			: text(lakeFormation, need, 'Catalog', '')
	}
	const known = catalog.databases.get(database)
	if (need.on === 'database' || !known) {
		return known && holds(lakeFormation, principalArn, need.permission, database, null)
			? null
			: text(lakeFormation, need, database, ` (Database name: ${database})`)
	}
	const creator = holds(lakeFormation, principalArn, 'CREATE_TABLE', database, null)
	const refused = tables.find(
		(table) =>
			!holds(lakeFormation, principalArn, need.permission, database, table) && !(creator && !known.tables.has(table)),
	)
	return refused === undefined
		? null
		: text(lakeFormation, need, refused, ` (Database name: ${database}, Table Name: ${refused})`)
}

/** May the caller see the database or table in a list? A list leaves out the rest instead of refusing. */
export function isVisible(catalog: Catalog, principalArn: string, database: string, table: string | null): boolean {
	return catalog.lakeFormation === null || holds(catalog.lakeFormation, principalArn, 'DESCRIBE', database, table)
}

/** Who creates a database or table holds everything on it (developer guide, implicit Lake Formation permissions). */
export function grantCreator(catalog: Catalog, principalArn: string, database: string, table: string | null): void {
	const { lakeFormation } = catalog
	if (lakeFormation === null) return
	const grant = { principalArn, database, table, permissions: ['ALL'] }
	// A new object: the old one is also that of the file from which the account is furnished anew.
	catalog.lakeFormation = { ...lakeFormation, grants: [...lakeFormation.grants, grant] }
}

/** Any permission on a resource lets its holder describe it. */
function holds(
	{ grants }: LakeFormation,
	principalArn: string,
	permission: Need['permission'],
	database: string | null,
	table: string | null,
): boolean {
	return grants.some(
		(grant) =>
			(grant.principalArn === principalArn || grant.principalArn === EVERYBODY) &&
			grant.database === database &&
			(grant.table === table || (table !== null && grant.table === '*')) &&
			(permission === 'DESCRIBE' || grant.permissions.includes(permission) || grant.permissions.includes('ALL')),
	)
}

/** The newer text names the permission in words, the older one only the resource. Neither has an IAM phrase. */
function text({ wording }: LakeFormation, { permission }: Need, resource: string, where: string): string {
	const head = 'Insufficient Lake Formation permission(s)'
	if (wording === 'old') return `${head} on ${resource}${where}`
	const words = permission
		.toLowerCase()
		.replace(/(^|_)(\w)/g, (_, gap, letter) => `${gap && ' '}${letter.toUpperCase()}`)
	return `${head}: Required ${words} on ${resource}`
}
