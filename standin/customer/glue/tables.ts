import type { Column, Table } from '../account.ts'
import { isRefused, refuse } from '../json-operation.ts'
import { inputs, type TableDefinition } from './inputs.ts'
import { grantCreator, isVisible } from './lake-formation.ts'
import { listed } from './listed.ts'
import { batchAnswer, errorDetail, findDatabase, findTable, operation, type Run } from './operation.ts'
import { tableShape } from './shapes.ts'

const oneTable = ({ DatabaseName, Name }: { DatabaseName: string; Name: string }) => ({
	database: DatabaseName,
	tables: [Name],
})

export const tableOperations = {
	GetTables: operation({
		input: inputs.GetTables,
		names: ({ DatabaseName }) => ({ database: DatabaseName, tables: ['*'] }),
		need: { on: 'database', permission: 'DESCRIBE' },
		act(input, scope) {
			const database = findDatabase(scope, input.DatabaseName)
			if (isRefused(database)) return database
			const { principalArn } = scope.call.session
			const seen = [...database.tables.values()].filter(({ name }) =>
				isVisible(scope.catalog, principalArn, database.name, name),
			)
			return listed(input, 'TableList', seen, (table) => tableShape(scope, database.name, table))
		},
	}),

	GetTable: operation({
		input: inputs.GetTable,
		names: oneTable,
		need: { on: 'table', permission: 'DESCRIBE' },
		act(input, scope) {
			const table = findTable(scope, input, input.Name)
			return isRefused(table) ? table : { Table: tableShape(scope, input.DatabaseName, table) }
		},
	}),

	CreateTable: operation({
		input: inputs.CreateTable,
		names: ({ DatabaseName, TableInput }) => ({ database: DatabaseName, tables: [TableInput.Name] }),
		need: { on: 'database', permission: 'CREATE_TABLE' },
		act({ DatabaseName, TableInput }, scope) {
			const { call, catalog } = scope
			const database = findDatabase(scope, DatabaseName)
			if (isRefused(database)) return database
			const { Name: name } = TableInput
			if (database.tables.has(name)) return refuse('AlreadyExistsException', 'Table already exists.')
			database.tables.set(name, newTable(TableInput, database.locationUri, call.now))
			grantCreator(catalog, call.session.principalArn, database.name, name)
			call.changed.push(`table +${database.name}.${name}`)
			return {}
		},
	}),

	UpdateTable: operation({
		input: inputs.UpdateTable,
		names: ({ DatabaseName, TableInput }) => ({ database: DatabaseName, tables: [TableInput.Name] }),
		need: { on: 'table', permission: 'ALTER' },
		act(input, scope) {
			const table = findTable(scope, input, input.TableInput.Name)
			if (isRefused(table)) return table
			const { StorageDescriptor } = input.TableInput
			if (!input.SkipArchive) table.oldVersions.push({ version: table.version, columns: table.columns })
			table.version += 1
			table.columns = columnsOf(StorageDescriptor?.Columns)
			table.location = StorageDescriptor?.Location ?? table.location
			table.updatedAt = scope.call.now
			scope.call.changed.push(`table ~${input.DatabaseName}.${table.name}`)
			return {}
		},
	}),

	DeleteTable: operation({
		input: inputs.DeleteTable,
		names: oneTable,
		need: { on: 'table', permission: 'DROP' },
		act(input, scope) {
			const table = findTable(scope, input, input.Name)
			if (isRefused(table)) return table
			scope.catalog.databases.get(input.DatabaseName)?.tables.delete(table.name)
			scope.call.changed.push(`table -${input.DatabaseName}.${table.name}`)
			return {}
		},
	}),

	BatchDeleteTable: operation({
		input: inputs.BatchDeleteTable,
		names: ({ DatabaseName, TablesToDelete }) => ({ database: DatabaseName, tables: TablesToDelete }),
		need: { on: 'table', permission: 'DROP' },
		act(input, scope) {
			const database = findDatabase(scope, input.DatabaseName)
			if (isRefused(database)) return database
			const errors = input.TablesToDelete.flatMap((name) => {
				const table = findTable(scope, input, name)
				if (isRefused(table)) return [{ TableName: name, ...errorDetail(table) }]
				database.tables.delete(name)
				scope.call.changed.push(`table -${database.name}.${name}`)
				return []
			})
			return batchAnswer(errors)
		},
	}),
} satisfies Record<string, Run>

/** A type left out is kept as a string here. */
const columnsOf = (columns: { Name: string; Type?: string | undefined }[] = []): Column[] =>
	columns.map(({ Name, Type }) => ({ name: Name, type: Type ?? 'string' }))

function newTable({ Name, StorageDescriptor, PartitionKeys }: TableDefinition, base: string, now: number): Table {
	return {
		name: Name,
		location: StorageDescriptor?.Location ?? `${base.replace(/\/$/, '')}/${Name}`,
		columns: columnsOf(StorageDescriptor?.Columns),
		partitionKeys: columnsOf(PartitionKeys),
		createdAt: now,
		updatedAt: now,
		version: 0,
		oldVersions: [],
		partitions: new Map(),
	}
}
