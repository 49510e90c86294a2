import { z } from 'zod'

const atLeast = (length: number) => `Member must have length greater than or equal to ${length}`
const atMost = (length: number) => `Member must have length less than or equal to ${length}`

/** "Single-line string pattern" of the service model. */
const line = (least: number, most: number) =>
	z
		.string()
		.min(least, atLeast(least))
		.max(most, atMost(most))
		.regex(
			/^[\t\u0020-\ufffd]*$/,
			'Member must satisfy regular expression pattern: [\\u0020-\\uD7FF\\uE000-\\uFFFD\\uD800\\uDC00-\\uDBFF\\uDFFF\\t]*',
		)

/** NameString. Glue keeps names in lower case, as Hive does. */
const name = line(1, 255).toLowerCase()
const version = line(1, 255)
const values = z.array(z.string().min(1, atLeast(1)).max(1024, atMost(1024)))
const columns = z.array(z.strictObject({ Name: name, Type: line(0, 131_072).optional() }))
const storage = z.strictObject({ Columns: columns.optional(), Location: z.string().max(2056, atMost(2056)).optional() })

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
		DatabaseInput: z.strictObject({
			Name: name,
			LocationUri: z.string().min(1, atLeast(1)).max(1024, atMost(1024)).optional(),
		}),
	}),
	GetDatabase: catalogInput.extend({ Name: name }),
	GetDatabases: catalogInput.extend(pages(100)),
	CreateTable: databaseInput.extend({ TableInput: tableDefinition }),
	UpdateTable: databaseInput.extend({ TableInput: tableDefinition, SkipArchive: z.boolean().default(false) }),
	GetTable: databaseInput.extend({ Name: name }),
	DeleteTable: databaseInput.extend({ Name: name }),
	GetTables: databaseInput.extend(pages(100)),
	BatchDeleteTable: databaseInput.extend({ TablesToDelete: list(name, 100) }),
	GetTableVersion: tableInput.extend({ VersionId: version.optional() }),
	GetTableVersions: tableInput.extend(pages(100)),
	DeleteTableVersion: tableInput.extend({ VersionId: version }),
	BatchDeleteTableVersion: tableInput.extend({ VersionIds: list(version, 100) }),
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
