import type { Glue } from '@aws-sdk/client-glue'

type Probe = [action: string, probe: (glue: Glue) => Promise<unknown>, answer: string, text: string]

const PARTITION = { Values: ['2026-01-01', '00'] }

/**
 * For tests: every action of the shipped policy as a harmless probe asks it, of a table that does not exist in a
 * database that does, with what answers a caller who may.
 */
export function probesOf(database: string): Probe[] {
	const DB = { DatabaseName: database }
	const T = { ...DB, TableName: 'sluice_none' }
	return [
		['GetTables', (glue) => glue.getTables({ ...DB, MaxResults: 1 }), 'ok', ''],
		[
			'GetTable',
			(glue) => glue.getTable({ ...DB, Name: 'sluice_none' }),
			'EntityNotFoundException',
			'Table sluice_none not found.',
		],
		[
			'GetTableVersion',
			(glue) => glue.getTableVersion({ ...T, VersionId: '0' }),
			'EntityNotFoundException',
			'Table sluice_none not found.',
		],
		['GetTableVersions', (glue) => glue.getTableVersions(T), 'EntityNotFoundException', 'Table sluice_none not found.'],
		[
			'GetPartition',
			(glue) => glue.getPartition({ ...T, PartitionValues: ['x'] }),
			'EntityNotFoundException',
			'Table sluice_none not found.',
		],
		[
			'GetPartitions',
			(glue) => glue.getPartitions({ ...T, MaxResults: 1 }),
			'EntityNotFoundException',
			'Table sluice_none not found.',
		],
		[
			'BatchGetPartition',
			(glue) => glue.batchGetPartition({ ...T, PartitionsToGet: [PARTITION] }),
			'EntityNotFoundException',
			'Table sluice_none not found.',
		],
		[
			'CreateDatabase',
			(glue) => glue.createDatabase({ DatabaseInput: { Name: database } }),
			'AlreadyExistsException',
			'Database already exists.',
		],
		[
			'CreateTable',
			(glue) => glue.createTable({ ...DB, TableInput: { Name: 'identify' } }),
			'AlreadyExistsException',
			'Table already exists.',
		],
		[
			'UpdateTable',
			(glue) => glue.updateTable({ ...DB, TableInput: { Name: 'sluice_none' } }),
			'EntityNotFoundException',
			'Table sluice_none not found.',
		],
		[
			'DeleteTable',
			(glue) => glue.deleteTable({ ...DB, Name: 'sluice_none' }),
			'EntityNotFoundException',
			'Table sluice_none not found.',
		],
		['BatchDeleteTable', (glue) => glue.batchDeleteTable({ ...DB, TablesToDelete: ['sluice_none'] }), 'ok', ''],
		[
			'DeleteTableVersion',
			(glue) => glue.deleteTableVersion({ ...T, VersionId: '0' }),
			'EntityNotFoundException',
			'Table sluice_none not found.',
		],
		[
			'BatchDeleteTableVersion',
			(glue) => glue.batchDeleteTableVersion({ ...T, VersionIds: ['0'] }),
			'EntityNotFoundException',
			'Table sluice_none not found.',
		],
		[
			'CreatePartition',
			(glue) => glue.createPartition({ ...T, PartitionInput: PARTITION }),
			'EntityNotFoundException',
			'Table sluice_none not found.',
		],
		[
			'BatchCreatePartition',
			(glue) => glue.batchCreatePartition({ ...T, PartitionInputList: [PARTITION] }),
			'EntityNotFoundException',
			'Table sluice_none not found.',
		],
		[
			'UpdatePartition',
			(glue) => glue.updatePartition({ ...T, PartitionValueList: ['x'], PartitionInput: PARTITION }),
			'EntityNotFoundException',
			'Table sluice_none not found.',
		],
		[
			'DeletePartition',
			(glue) => glue.deletePartition({ ...T, PartitionValues: ['x'] }),
			'EntityNotFoundException',
			'Table sluice_none not found.',
		],
		[
			'BatchDeletePartition',
			(glue) => glue.batchDeletePartition({ ...T, PartitionsToDelete: [PARTITION] }),
			'EntityNotFoundException',
			'Table sluice_none not found.',
		],
	]
}
