import type { Table } from '../account.ts'
import { isRefused, type Refused, refuse } from '../json-operation.ts'
import { inputs } from './inputs.ts'
import { listed } from './listed.ts'
import { batchAnswer, errorDetail, findTable, notFound, operation, type Run } from './operation.ts'
import { tableShape } from './shapes.ts'

const oneTable = ({ DatabaseName, TableName }: { DatabaseName: string; TableName: string }) => ({
	database: DatabaseName,
	tables: [TableName],
})

export const versionOperations = {
	GetTableVersion: operation({
		input: inputs.GetTableVersion,
		names: oneTable,
		need: { on: 'table', permission: 'DESCRIBE' },
		act(input, scope) {
			const table = findTable(scope, input, input.TableName)
			if (isRefused(table)) return table
			const version = input.VersionId === undefined ? table : findVersion(table, input.VersionId)
			if (isRefused(version)) return version
			const shape = tableShape(scope, input.DatabaseName, table, version)
			return { TableVersion: { Table: shape, VersionId: String(version.version) } }
		},
	}),

	GetTableVersions: operation({
		input: inputs.GetTableVersions,
		names: oneTable,
		need: { on: 'table', permission: 'DESCRIBE' },
		act(input, scope) {
			const table = findTable(scope, input, input.TableName)
			if (isRefused(table)) return table
			return listed(input, 'TableVersions', [table, ...table.oldVersions.toReversed()], (version) => ({
				Table: tableShape(scope, input.DatabaseName, table, version),
				VersionId: String(version.version),
			}))
		},
	}),

	DeleteTableVersion: operation({
		input: inputs.DeleteTableVersion,
		names: oneTable,
		need: { on: 'table', permission: 'ALTER' },
		act(input, scope) {
			const table = findTable(scope, input, input.TableName)
			if (isRefused(table)) return table
			const failed = deleteVersion(table, input.VersionId)
			if (failed) return failed
			scope.call.changed.push(`table-version -${input.DatabaseName}.${table.name}/${input.VersionId}`)
			return {}
		},
	}),

	BatchDeleteTableVersion: operation({
		input: inputs.BatchDeleteTableVersion,
		names: oneTable,
		need: { on: 'table', permission: 'ALTER' },
		act(input, scope) {
			const table = findTable(scope, input, input.TableName)
			if (isRefused(table)) return table
			const errors = input.VersionIds.flatMap((id) => {
				const failed = deleteVersion(table, id)
				if (failed) return [{ TableName: table.name, VersionId: id, ...errorDetail(failed) }]
				scope.call.changed.push(`table-version -${input.DatabaseName}.${table.name}/${id}`)
				return []
			})
			return batchAnswer(errors)
		},
	}),
} satisfies Record<string, Run>

function findVersion(table: Table, id: string): Table['oldVersions'][number] | Refused {
	if (!/^\d+$/.test(id)) return refuse('InvalidInputException', `"${id}" is not an integer.`)
	return [table, ...table.oldVersions].find(({ version }) => version === Number(id)) ?? notFound(`Version ${id}`)
}

/** The current version goes with its table only. */
function deleteVersion(table: Table, id: string): Refused | null {
	const found = findVersion(table, id)
	if (isRefused(found)) return found
	if (found.version === table.version) return refuse('InvalidInputException', 'Cannot delete the latest table version.')
	table.oldVersions = table.oldVersions.filter((old) => old !== found)
	return null
}
