import { isRefused, refuse } from '../json-operation.ts'
import { inputs } from './inputs.ts'
import { grantCreator, isVisible } from './lake-formation.ts'
import { listed } from './listed.ts'
import { findDatabase, operation, type Run } from './operation.ts'
import { databaseShape } from './shapes.ts'

/** The catalog's own level. Changing or deleting a database is never granted to the role, so neither exists here. */
export const databaseOperations = {
	CreateDatabase: operation({
		input: inputs.CreateDatabase,
		names: ({ DatabaseInput }) => ({ database: DatabaseInput.Name, tables: [] }),
		need: { on: 'catalog', permission: 'CREATE_DATABASE' },
		act({ DatabaseInput: { Name: name, LocationUri } }, { call, catalog }) {
			if (catalog.databases.has(name)) return refuse('AlreadyExistsException', 'Database already exists.')
			catalog.databases.set(name, { name, locationUri: LocationUri ?? '', createdAt: call.now, tables: new Map() })
			call.account.catalogs.set(call.region, catalog)
			grantCreator(catalog, call.session.principalArn, name, null)
			call.changed.push(`database +${name}`)
			return {}
		},
	}),

	GetDatabase: operation({
		input: inputs.GetDatabase,
		names: ({ Name }) => ({ database: Name, tables: [] }),
		need: { on: 'database', permission: 'DESCRIBE' },
		act({ Name }, scope) {
			const database = findDatabase(scope, Name)
			return isRefused(database) ? database : { Database: databaseShape(scope, database) }
		},
	}),

	GetDatabases: operation({
		input: inputs.GetDatabases,
		names: () => ({ database: '*', tables: [] }),
		need: null,
		act(input, scope) {
			const { catalog, call } = scope
			const seen = [...catalog.databases.values()].filter(({ name }) =>
				isVisible(catalog, call.session.principalArn, name, null),
			)
			return listed(input, 'DatabaseList', seen, (database) => databaseShape(scope, database))
		},
	}),
} satisfies Record<string, Run>
