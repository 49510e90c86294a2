import { z } from 'zod'

const atLeast = (length: number) => `Member must have length greater than or equal to ${length}`
const atMost = (length: number) => `Member must have length less than or equal to ${length}`

/** NameString. Glue keeps names in lower case, as Hive does. */
const name = z.string().min(1, atLeast(1)).max(255, atMost(255)).toLowerCase()
const values = z.array(z.string().min(1, atLeast(1)).max(1024, atMost(1024)))
const columns = z.array(z.strictObject({ Name: name, Type: z.string().optional() }))
const storage = z.strictObject({ Columns: columns.optional(), Location: z.string().optional() })

const list = <T extends z.ZodType>(item: T, most: number, least = 0) =>
	z.array(item).min(least, atLeast(least)).max(most, atMost(most))

const pages = (most: number) => ({
	NextToken: z.string().optional(),
	MaxResults: z
		.int()
		.min(1, 'Member must have value greater than or equal to 1')
		.max(most, `Member must have value less than or equal to ${most}`)
		.default(most),
	/** A filter that is not evaluated here: a call with one is refused rather than answered with too much. */
	Expression: z.string().optional(),
})

export const catalogInput = z.strictObject({
	CatalogId: z.string().min(1, atLeast(1)).max(255, atMost(255)).optional(),
})

const databaseInput = catalogInput.extend({ DatabaseName: name })
const tableInput = databaseInput.extend({ TableName: name })
const tableDefinition = z.strictObject({
	Name: name,
	StorageDescriptor: storage.optional(),
	PartitionKeys: columns.optional(),
})
const partitionDefinition = z.strictObject({ Values: values, StorageDescriptor: storage.optional() })
const partitionValues = z.strictObject({ Values: values })

/** The inputs of the service model `glue`, as far as members change an answer here. */
export const inputs = {
	CreateDatabase: catalogInput.extend({
		DatabaseInput: z.strictObject({ Name: name, LocationUri: z.string().optional() }),
	}),
	GetDatabase: catalogInput.extend({ Name: name }),
	GetDatabases: catalogInput.extend(pages(100)),
	CreateTable: databaseInput.extend({ TableInput: tableDefinition }),
	UpdateTable: databaseInput.extend({ TableInput: tableDefinition, SkipArchive: z.boolean().default(false) }),
	GetTable: databaseInput.extend({ Name: name }),
	DeleteTable: databaseInput.extend({ Name: name }),
	GetTables: databaseInput.extend(pages(100)),
	BatchDeleteTable: databaseInput.extend({ TablesToDelete: list(name, 100) }),
	GetTableVersion: tableInput.extend({ VersionId: z.string().optional() }),
	GetTableVersions: tableInput.extend(pages(100)),
	DeleteTableVersion: tableInput.extend({ VersionId: z.string() }),
	BatchDeleteTableVersion: tableInput.extend({ VersionIds: list(z.string(), 100) }),
	CreatePartition: tableInput.extend({ PartitionInput: partitionDefinition }),
	BatchCreatePartition: tableInput.extend({ PartitionInputList: list(partitionDefinition, 100) }),
	GetPartition: tableInput.extend({ PartitionValues: values }),
	GetPartitions: tableInput.extend(pages(1000)),
	BatchGetPartition: tableInput.extend({ PartitionsToGet: list(partitionValues, 1000) }),
	UpdatePartition: tableInput.extend({
		PartitionValueList: values.max(100, atMost(100)),
		PartitionInput: partitionDefinition,
	}),
	DeletePartition: tableInput.extend({ PartitionValues: values }),
	BatchDeletePartition: tableInput.extend({ PartitionsToDelete: list(partitionValues, 25) }),
}

export type TableDefinition = z.infer<typeof tableDefinition>
export type PartitionDefinition = z.infer<typeof partitionDefinition>
