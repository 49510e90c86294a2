import {
	BatchCreatePartitionCommand,
	BatchDeletePartitionCommand,
	BatchDeleteTableCommand,
	BatchDeleteTableVersionCommand,
	BatchGetPartitionCommand,
	CreateDatabaseCommand,
	CreatePartitionCommand,
	CreateTableCommand,
	DeletePartitionCommand,
	DeleteTableCommand,
	DeleteTableVersionCommand,
	GetPartitionCommand,
	GetPartitionsCommand,
	GetTableCommand,
	GetTablesCommand,
	GetTableVersionCommand,
	GetTableVersionsCommand,
	GlueClient,
	UpdatePartitionCommand,
	UpdateTableCommand,
} from '@aws-sdk/client-glue'
import type { ClientSettings } from './client-settings.ts'
import { byName, type Commands, type OperationOf, type SendOperation } from './operations.ts'

const COMMANDS: Commands<OperationOf<'glue'>> = {
	'glue:GetTables': GetTablesCommand,
	'glue:GetTable': GetTableCommand,
	'glue:GetTableVersion': GetTableVersionCommand,
	'glue:GetTableVersions': GetTableVersionsCommand,
	'glue:GetPartition': GetPartitionCommand,
	'glue:GetPartitions': GetPartitionsCommand,
	'glue:BatchGetPartition': BatchGetPartitionCommand,
	'glue:CreateDatabase': CreateDatabaseCommand,
	'glue:CreateTable': CreateTableCommand,
	'glue:UpdateTable': UpdateTableCommand,
	'glue:DeleteTable': DeleteTableCommand,
	'glue:BatchDeleteTable': BatchDeleteTableCommand,
	'glue:DeleteTableVersion': DeleteTableVersionCommand,
	'glue:BatchDeleteTableVersion': BatchDeleteTableVersionCommand,
	'glue:CreatePartition': CreatePartitionCommand,
	'glue:BatchCreatePartition': BatchCreatePartitionCommand,
	'glue:UpdatePartition': UpdatePartitionCommand,
	'glue:DeletePartition': DeletePartitionCommand,
	'glue:BatchDeletePartition': BatchDeletePartitionCommand,
}

export const openGlue = (settings: ClientSettings): SendOperation<OperationOf<'glue'>> =>
	byName(new GlueClient(settings), COMMANDS)
