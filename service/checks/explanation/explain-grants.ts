import type { Target } from '../order.ts'
import { type Denied, type Explanation, NOTHING_TO_PASTE } from './cause.ts'
import { deniedRight } from './denied-right.ts'
import { code, listed } from './words.ts'

type Place = 'catalog' | 'database' | 'tables'

/** Where each permission is granted (Lake Formation developer guide, permissions reference). */
const PLACES: Record<string, Place> = {
	CREATE_DATABASE: 'catalog',
	CREATE_TABLE: 'database',
	ALTER: 'tables',
	DELETE: 'tables',
	DESCRIBE: 'tables',
	DROP: 'tables',
	INSERT: 'tables',
	SELECT: 'tables',
}

/** What the older text leaves out, for calls of which the permission is documented. */
const OF_ACTION: Record<string, string> = {
	'glue:CreateDatabase': 'CREATE_DATABASE',
	'glue:CreateTable': 'CREATE_TABLE',
	'glue:UpdateTable': 'ALTER',
	'glue:DeleteTable': 'DROP',
	'glue:BatchDeleteTable': 'DROP',
	'glue:GetTable': 'DESCRIBE',
	'glue:GetTables': 'DESCRIBE',
}

/** IAM allowed the call and Lake Formation did not: what is missing is a grant, not a statement. */
export function explainGrants({ findings, target }: Denied): Explanation {
	const actions = [...new Set(findings.map(({ action }) => action))]
	const named = findings.map((finding) => {
		const words = deniedRight(finding).grant?.toUpperCase().replaceAll(' ', '_')
		return words ?? OF_ACTION[finding.action] ?? null
	})
	const permissions = [...new Set(named.filter((name): name is string => name !== null && name in PLACES))].sort()
	const what = permissions.length > 0 ? listed(permissions) : `what ${listed(actions, 2)} asks for`
	const where = `on ${placesOf(permissions, target)}`
	return {
		...NOTHING_TO_PASTE,
		addressee: 'data-lake-admin',
		clause: `Lake Formation does not grant the role ${what}`,
		lift: "Only the customer's data lake admin can grant it.",
		remedy: `Grant ${what} ${where} to ${target.roleArn}, and to the role of the cluster's instance profile.`,
		steps: [
			`The catalog is under Lake Formation, which checks its own grants after IAM has said yes. The role ${code(target.roleArn)} lacks ${permissions.length > 0 ? listed(permissions.map(code)) : what} ${where}, so ${listed(actions.map(code))} ${actions.length === 1 ? 'is' : 'are'} refused. Please grant it; a change of IAM policies does not help.`,
			`The loads themselves run as the role of the instance profile of cluster ${code(target.clusterId)}. We cannot check that one: please make sure that it has the same grants.`,
		],
		terraform: permissions.length > 0 ? terraformGrants(permissions, target) : null,
		commands: permissions.length > 0 ? grantCommands(permissions, target) : null,
	}
}

const groups = (permissions: readonly string[]) =>
	(['catalog', 'database', 'tables'] as const)
		.map((place) => ({ place, names: permissions.filter((name) => PLACES[name] === place) }))
		.filter(({ names }) => names.length > 0)

function placesOf(permissions: readonly string[], { database }: Target): string {
	const words: Record<Place, string> = {
		catalog: 'the catalog',
		database: `database ${database}`,
		tables: `the tables of database ${database}`,
	}
	const places = groups(permissions).map(({ place }) => words[place])
	return places.length > 0 ? listed(places) : words.database
}

function grantCommands(permissions: readonly string[], { roleArn, region, catalogId, database }: Target): string {
	const resources: Record<Place, unknown> = {
		catalog: { Catalog: {} },
		database: { Database: { CatalogId: catalogId, Name: database } },
		tables: { Table: { CatalogId: catalogId, DatabaseName: database, TableWildcard: {} } },
	}
	return groups(permissions)
		.map(
			({ place, names }) =>
				`aws lakeformation grant-permissions --region ${region} \\\n  --principal DataLakePrincipalIdentifier=${roleArn} \\\n  --permissions ${names.join(' ')} \\\n  --resource '${JSON.stringify(resources[place])}'`,
		)
		.join('\n')
}

/** Not the shipped module for Lake Formation: that one grants ALL. */
function terraformGrants(permissions: readonly string[], { roleArn, database }: Target): string {
	const resources: Record<Place, string[]> = {
		catalog: ['  catalog_resource = true'],
		database: ['  database {', `    name = "${database}"`, '  }'],
		tables: ['  table {', `    database_name = "${database}"`, '    wildcard      = true', '  }'],
	}
	return groups(permissions)
		.map(({ place, names }) =>
			[
				`resource "aws_lakeformation_permissions" "data_lake_${place}" {`,
				`  principal   = "${roleArn}"`,
				`  permissions = [${names.map((name) => `"${name}"`).join(', ')}]`,
				...resources[place],
				'}',
			].join('\n'),
		)
		.join('\n\n')
}
