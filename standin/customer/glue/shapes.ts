import type { Column, Database, Partition, Table } from '../account.ts'
import type { Scope } from './operation.ts'

const seconds = (milliseconds: number): number => milliseconds / 1000

/** How the lake's Parquet files are described to Hive. */
const PARQUET = {
	InputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
	OutputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
	Compressed: false,
	SerdeInfo: { SerializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe' },
	StoredAsSubDirectories: false,
}

const columnShapes = (columns: readonly Column[]) => columns.map(({ name, type }) => ({ Name: name, Type: type }))

export const databaseShape = ({ call }: Scope, { name, locationUri, createdAt }: Database): object => ({
	Name: name,
	LocationUri: locationUri,
	CreateTime: seconds(createdAt),
	CatalogId: call.account.accountId,
})

/** `version` for an older one, whose columns differ from the current. */
export const tableShape = (
	{ call, catalog }: Scope,
	database: string,
	table: Table,
	version: { version: number; columns: Column[] } = table,
): object => ({
	Name: table.name,
	DatabaseName: database,
	CreateTime: seconds(table.createdAt),
	UpdateTime: seconds(table.updatedAt),
	Retention: 0,
	StorageDescriptor: { Columns: columnShapes(version.columns), Location: table.location, ...PARQUET },
	PartitionKeys: columnShapes(table.partitionKeys),
	TableType: 'EXTERNAL_TABLE',
	Parameters: { EXTERNAL: 'TRUE', classification: 'parquet' },
	IsRegisteredWithLakeFormation: catalog.lakeFormation !== null,
	CatalogId: call.account.accountId,
	VersionId: String(version.version),
})

export const partitionShape = ({ call }: Scope, database: string, table: Table, partition: Partition): object => ({
	Values: partition.values,
	DatabaseName: database,
	TableName: table.name,
	CreationTime: seconds(partition.createdAt),
	StorageDescriptor: { Columns: columnShapes(table.columns), Location: partition.location, ...PARQUET },
	CatalogId: call.account.accountId,
})
