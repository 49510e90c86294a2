import type { Partition, Table } from '../account.ts'
import { isRefused, type Refused, refuse } from '../json-operation.ts'
import { inputs, type PartitionDefinition } from './inputs.ts'
import { listed } from './listed.ts'
import { batchAnswer, errorDetail, findTable, operation, type Run, type Scope } from './operation.ts'
import { partitionShape } from './shapes.ts'

type OfTable = { DatabaseName: string; TableName: string }

const oneTable = ({ DatabaseName, TableName }: OfTable) => ({ database: DatabaseName, tables: [TableName] })

/** Partitions are metadata of their table: reading one describes the table, writing one alters it. */
const reads = { names: oneTable, need: { on: 'table', permission: 'DESCRIBE' } } as const
const writes = { names: oneTable, need: { on: 'table', permission: 'ALTER' } } as const

export const partitionOperations = {
	GetPartition: operation({
		...reads,
		input: inputs.GetPartition,
		act: (input, scope) =>
			onTable(scope, input, (table) => {
				const partition = findPartition(table, input.PartitionValues)
				return isRefused(partition)
					? partition
					: { Partition: partitionShape(scope, input.DatabaseName, table, partition) }
			}),
	}),

	GetPartitions: operation({
		...reads,
		input: inputs.GetPartitions,
		act: (input, scope) =>
			onTable(scope, input, (table) =>
				listed(input, 'Partitions', [...table.partitions.values()], (partition) =>
					partitionShape(scope, input.DatabaseName, table, partition),
				),
			),
	}),

	BatchGetPartition: operation({
		...reads,
		input: inputs.BatchGetPartition,
		// A missing partition is left out; UnprocessedKeys holds what Glue had no time for.
		act: (input, scope) =>
			onTable(scope, input, (table) => ({
				Partitions: input.PartitionsToGet.flatMap(({ Values }) => {
					const partition = findPartition(table, Values)
					return isRefused(partition) ? [] : [partitionShape(scope, input.DatabaseName, table, partition)]
				}),
				UnprocessedKeys: [],
			})),
	}),

	CreatePartition: operation({
		...writes,
		input: inputs.CreatePartition,
		act: (input, scope) => onTable(scope, input, (table) => create(scope, input, table, input.PartitionInput) ?? {}),
	}),

	BatchCreatePartition: operation({
		...writes,
		input: inputs.BatchCreatePartition,
		act: (input, scope) =>
			onTable(scope, input, (table) =>
				batch(input.PartitionInputList, (definition) => create(scope, input, table, definition)),
			),
	}),

	UpdatePartition: operation({
		...writes,
		input: inputs.UpdatePartition,
		act: (input, scope) =>
			onTable(scope, input, (table) => {
				const old = findPartition(table, input.PartitionValueList)
				if (isRefused(old)) return old
				const { Values, StorageDescriptor } = input.PartitionInput
				const taken = keyOf(Values) === keyOf(old.values) ? null : refusedAs(table, Values)
				if (taken) return taken
				table.partitions.delete(keyOf(old.values))
				const location = StorageDescriptor?.Location ?? old.location
				table.partitions.set(keyOf(Values), { ...old, values: Values, location })
				note(scope, input, '~', Values)
				return {}
			}),
	}),

	DeletePartition: operation({
		...writes,
		input: inputs.DeletePartition,
		act: (input, scope) => onTable(scope, input, (table) => remove(scope, input, table, input.PartitionValues) ?? {}),
	}),

	BatchDeletePartition: operation({
		...writes,
		input: inputs.BatchDeletePartition,
		act: (input, scope) =>
			onTable(scope, input, (table) =>
				batch(input.PartitionsToDelete, ({ Values }) => remove(scope, input, table, Values)),
			),
	}),
} satisfies Record<string, Run>

function onTable(scope: Scope, input: OfTable, act: (table: Table) => object | Refused): object | Refused {
	const table = findTable(scope, input, input.TableName)
	return isRefused(table) ? table : act(table)
}

function batch<T extends { Values: string[] }>(items: T[], act: (item: T) => Refused | null): object {
	const errors = items.flatMap((item) => {
		const failed = act(item)
		return failed ? [{ PartitionValues: item.Values, ...errorDetail(failed) }] : []
	})
	return batchAnswer(errors)
}

const keyOf = (values: readonly string[]): string => values.join('/')

function findPartition(table: Table, values: readonly string[]): Partition | Refused {
	return table.partitions.get(keyOf(values)) ?? refuse('EntityNotFoundException', 'Cannot find partition.')
}

/** Why no partition can get these values; null when one can. */
function refusedAs(table: Table, values: readonly string[]): Refused | null {
	if (values.length !== table.partitionKeys.length) {
		return refuse('InvalidInputException', 'The number of partition keys do not match the number of partition values')
	}
	return table.partitions.has(keyOf(values)) ? refuse('AlreadyExistsException', 'Partition already exists.') : null
}

function create(scope: Scope, of: OfTable, table: Table, definition: PartitionDefinition): Refused | null {
	const { Values: values, StorageDescriptor } = definition
	const failed = refusedAs(table, values)
	if (failed) return failed
	const location = StorageDescriptor?.Location ?? `${table.location}/${keyOf(values)}`
	table.partitions.set(keyOf(values), { values, location, createdAt: scope.call.now })
	note(scope, of, '+', values)
	return null
}

function remove(scope: Scope, of: OfTable, table: Table, values: string[]): Refused | null {
	const partition = findPartition(table, values)
	if (isRefused(partition)) return partition
	table.partitions.delete(keyOf(values))
	note(scope, of, '-', values)
	return null
}

function note({ call }: Scope, { DatabaseName, TableName }: OfTable, sign: string, values: readonly string[]): void {
	call.changed.push(`partition ${sign}${DatabaseName}.${TableName}/${keyOf(values)}`)
}
