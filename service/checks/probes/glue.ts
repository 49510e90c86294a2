import type { GlueOperation } from '../../aws/ports.ts'
import type { Target } from '../order.ts'
import { BREAKS, type Breaks, type CallWay, type Probe } from '../probe.ts'
import type { ProbeNames } from '../probe-names.ts'
import { batchMeaning, MISSING } from './glue-answer.ts'
import { inProbeTable, tableArn } from './resource.ts'
import { ASSUME_ROLE } from './trust.ts'

type Row = {
	action: GlueOperation
	purpose: string
	breaks: Breaks
	/** Beside catalog, database and the table that does not exist. */
	input: (names: ProbeNames) => Record<string, unknown>
	batch?: true
}

const VALUES = ['sluice']
const named = ({ table }: ProbeNames) => ({ TableName: table })
const partition = { Values: VALUES }

/** Asked about a table that does not exist: nothing is there to be changed. */
const ROWS: readonly Row[] = [
	{
		action: 'GetTable',
		purpose: "Reads a table's schema",
		breaks: BREAKS.readSchema,
		input: ({ table }) => ({ Name: table }),
	},
	{
		action: 'GetTableVersion',
		purpose: 'Reads an earlier schema',
		breaks: BREAKS.readSchema,
		input: (names) => ({ ...named(names), VersionId: '1' }),
	},
	{
		action: 'GetTableVersions',
		purpose: 'Lists earlier schemas',
		breaks: BREAKS.readSchema,
		input: (names) => ({ ...named(names), MaxResults: 1 }),
	},
	{
		action: 'GetPartition',
		purpose: 'Looks up a loaded hour',
		breaks: BREAKS.readSchema,
		input: (names) => ({ ...named(names), PartitionValues: VALUES }),
	},
	{
		action: 'GetPartitions',
		purpose: 'Lists loaded hours',
		breaks: BREAKS.readSchema,
		input: (names) => ({ ...named(names), MaxResults: 1 }),
	},
	{
		action: 'BatchGetPartition',
		purpose: 'Looks up loaded hours',
		breaks: BREAKS.readSchema,
		input: (names) => ({ ...named(names), PartitionsToGet: [partition] }),
		batch: true,
	},
	{
		action: 'UpdateTable',
		purpose: 'Adds columns for new properties',
		breaks: BREAKS.writeCatalog,
		input: ({ table }) => ({ TableInput: { Name: table } }),
	},
	{
		action: 'DeleteTable',
		purpose: 'Removes a table of a disabled event',
		breaks: BREAKS.deleteTable,
		input: ({ table }) => ({ Name: table }),
	},
	{
		action: 'BatchDeleteTable',
		purpose: 'Removes tables of disabled events',
		breaks: BREAKS.deleteTable,
		input: ({ table }) => ({ TablesToDelete: [table] }),
		batch: true,
	},
	{
		action: 'DeleteTableVersion',
		purpose: 'Removes an old schema',
		breaks: BREAKS.deleteTable,
		input: (names) => ({ ...named(names), VersionId: '1' }),
	},
	{
		action: 'BatchDeleteTableVersion',
		purpose: 'Removes old schemas before their number reaches the limit',
		breaks: BREAKS.deleteTable,
		input: (names) => ({ ...named(names), VersionIds: ['1'] }),
		batch: true,
	},
	{
		action: 'CreatePartition',
		purpose: 'Registers a loaded hour',
		breaks: BREAKS.writeCatalog,
		input: (names) => ({ ...named(names), PartitionInput: partition }),
	},
	{
		action: 'BatchCreatePartition',
		purpose: 'Registers loaded hours',
		breaks: BREAKS.writeCatalog,
		input: (names) => ({ ...named(names), PartitionInputList: [partition] }),
		batch: true,
	},
	{
		action: 'UpdatePartition',
		purpose: 'Corrects a loaded hour',
		breaks: BREAKS.writeCatalog,
		input: (names) => ({ ...named(names), PartitionValueList: VALUES, PartitionInput: partition }),
	},
	{
		action: 'DeletePartition',
		purpose: 'Removes a loaded hour',
		breaks: BREAKS.deleteTable,
		input: (names) => ({ ...named(names), PartitionValues: VALUES }),
	},
	{
		action: 'BatchDeletePartition',
		purpose: 'Removes loaded hours',
		breaks: BREAKS.deleteTable,
		input: (names) => ({ ...named(names), PartitionsToDelete: [partition] }),
		batch: true,
	},
]

/** `glue-batch-create-partition` of `BatchCreatePartition`. */
export const glueId = (action: GlueOperation) =>
	`glue${action.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`

export const inDatabase = ({ catalogId, database }: Target) => ({ CatalogId: catalogId, DatabaseName: database })

export const glueTableProbes: readonly Probe[] = ROWS.map(({ action, purpose, breaks, input, batch }) => {
	const way: CallWay = {
		by: 'call',
		service: 'glue',
		operation: `glue:${action}`,
		on: inProbeTable,
		input: ({ target, names }) => ({ input: { ...inDatabase(target), ...input(names) } }),
		rules: [MISSING],
		...(batch && { read: batchMeaning }),
	}
	return {
		id: glueId(action),
		group: 'glue',
		action: `glue:${action}`,
		resource: (target) => tableArn(target, target.database, '*'),
		purpose,
		breaks,
		profiles: { sync: 'mandatory' },
		needs: [ASSUME_ROLE],
		way,
	}
})
