import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { codeOf, createTrialLake, EVERYTHING, START, type TrialLake } from '../lake.fixture.ts'
import { handleGlue } from './glue.ts'

let lake: TrialLake
beforeEach(async () => {
	lake = await createTrialLake(handleGlue, { policy: EVERYTHING })
})
afterEach(() => lake.close())

const DB = { DatabaseName: 'trial_web' }
const T = { ...DB, TableName: 'track_trial' }
const TableInput = {
	Name: 'track_trial',
	StorageDescriptor: { Columns: [{ Name: 'a', Type: 'string' }] },
	PartitionKeys: [{ Name: 'day', Type: 'string' }, { Name: 'hr' }],
}
const at = (...Values: string[]) => ({ Values })

describe('a catalog that is really changed', () => {
	it('keeps databases, with a second one refused', async () => {
		await lake.glue.createDatabase({ DatabaseInput: { Name: 'Fresh', LocationUri: 's3://x/' } })
		const again = await codeOf(lake.glue.createDatabase({ DatabaseInput: { Name: 'fresh' } }))
		expect(again).toMatchObject({ code: 'AlreadyExistsException', message: 'Database already exists.' })
		expect((await lake.glue.getDatabase({ Name: 'fresh' })).Database).toMatchObject({
			Name: 'fresh',
			LocationUri: 's3://x/',
			CreateTime: new Date(START),
		})
		expect(lake.changes()).toEqual(['database +fresh'])
	})

	it('begins in a region that had none', async () => {
		const { glue } = lake.elsewhere
		expect((await glue.getDatabases({})).DatabaseList).toEqual([])
		expect(await codeOf(glue.getTables(DB))).toMatchObject({ message: 'Database trial_web not found.' })
		await glue.createDatabase({ DatabaseInput: { Name: 'west' } })
		expect((await glue.getDatabases({})).DatabaseList).toMatchObject([{ Name: 'west' }])
	})

	it('keeps tables and their versions', async () => {
		const { glue } = lake
		await glue.createTable({ ...DB, TableInput })
		const wider = {
			Name: 'track_trial',
			StorageDescriptor: { Columns: [{ Name: 'a' }, { Name: 'b', Type: 'double' }] },
		}
		await glue.updateTable({ ...DB, TableInput: wider })
		const { Table } = await glue.getTable({ ...DB, Name: 'track_trial' })
		expect(Table).toMatchObject({ VersionId: '1', StorageDescriptor: { Columns: [{ Name: 'a' }, { Name: 'b' }] } })
		const versions = await glue.getTableVersions(T)
		expect(versions.TableVersions?.map(({ VersionId }) => VersionId)).toEqual(['1', '0'])
		const old = await glue.getTableVersion({ ...T, VersionId: '0' })
		expect(old.TableVersion?.Table?.StorageDescriptor?.Columns).toEqual([{ Name: 'a', Type: 'string' }])
		const { Errors } = await glue.batchDeleteTableVersion({ ...T, VersionIds: ['0', '1', '7', 'x'] })
		expect(Errors?.map(({ VersionId, ErrorDetail }) => [VersionId, ErrorDetail?.ErrorCode])).toEqual([
			['1', 'InvalidInputException'],
			['7', 'EntityNotFoundException'],
			['x', 'InvalidInputException'],
		])
		await glue.deleteTable({ ...DB, Name: 'track_trial' })
		expect(await codeOf(glue.deleteTable({ ...DB, Name: 'track_trial' }))).toMatchObject({
			code: 'EntityNotFoundException',
		})
		expect(lake.changes()).toEqual([
			'table +trial_web.track_trial',
			'table ~trial_web.track_trial',
			'table-version -trial_web.track_trial/0',
			'table -trial_web.track_trial',
		])
	})

	it('lists versions newest first, without those that were not archived', async () => {
		const { glue } = lake
		const update = (more: object) => glue.updateTable({ ...DB, TableInput: { Name: 'page' }, ...more })
		await update({})
		await update({ SkipArchive: true })
		const { TableVersions } = await glue.getTableVersions({ ...DB, TableName: 'page' })
		expect(TableVersions?.map(({ VersionId }) => VersionId)).toEqual(['3', '1', '0'])
	})

	it('deletes one version, and the current one never', async () => {
		const { glue } = lake
		const of = { ...DB, TableName: 'identify' }
		expect(await codeOf(glue.deleteTableVersion({ ...of, VersionId: '1' }))).toMatchObject({
			code: 'InvalidInputException',
		})
		await glue.deleteTableVersion({ ...of, VersionId: '0' })
		expect((await glue.getTableVersions(of)).TableVersions).toHaveLength(1)
		expect(lake.changes()).toEqual(['table-version -trial_web.identify/0'])
	})

	it('deletes the tables of a batch that exist and tells the rest', async () => {
		const { Errors } = await lake.glue.batchDeleteTable({ ...DB, TablesToDelete: ['identify', 'none', 'page'] })
		expect(Errors?.map(({ TableName }) => TableName)).toEqual(['none'])
		expect(lake.changes()).toEqual(['table -trial_web.identify', 'table -trial_web.page'])
		expect(await lake.glue.batchDeleteTable({ ...DB, TablesToDelete: [] })).not.toHaveProperty('Errors')
	})

	it('keeps partitions', async () => {
		const { glue } = lake
		await glue.createTable({ ...DB, TableInput })
		await glue.createPartition({ ...T, PartitionInput: at('d1', '00') })
		expect(await codeOf(glue.createPartition({ ...T, PartitionInput: at('d1', '00') }))).toMatchObject({
			code: 'AlreadyExistsException',
			message: 'Partition already exists.',
		})
		expect(await codeOf(glue.createPartition({ ...T, PartitionInput: at('d1') }))).toMatchObject({
			code: 'InvalidInputException',
		})
		const created = await glue.batchCreatePartition({ ...T, PartitionInputList: [at('d1', '00'), at('d1', '12')] })
		expect(created.Errors).toEqual([
			{
				PartitionValues: ['d1', '00'],
				ErrorDetail: { ErrorCode: 'AlreadyExistsException', ErrorMessage: 'Partition already exists.' },
			},
		])
		await glue.updatePartition({ ...T, PartitionValueList: ['d1', '12'], PartitionInput: at('d2', '12') })
		const taken = glue.updatePartition({ ...T, PartitionValueList: ['d2', '12'], PartitionInput: at('d1', '00') })
		expect(await codeOf(taken)).toMatchObject({ code: 'AlreadyExistsException' })
		expect((await glue.getPartitions(T)).Partitions?.map(({ Values }) => Values)).toEqual([
			['d1', '00'],
			['d2', '12'],
		])
		const got = await glue.batchGetPartition({ ...T, PartitionsToGet: [at('d2', '12'), at('d9', '12')] })
		expect(got.Partitions?.map(({ Values }) => Values)).toEqual([['d2', '12']])
		expect((await glue.getPartition({ ...T, PartitionValues: ['d1', '00'] })).Partition).toMatchObject({
			CreationTime: new Date(START),
		})
		await glue.deletePartition({ ...T, PartitionValues: ['d1', '00'] })
		expect(await codeOf(glue.deletePartition({ ...T, PartitionValues: ['d1', '00'] }))).toMatchObject({
			code: 'EntityNotFoundException',
			message: 'Cannot find partition.',
		})
		const gone = await glue.batchDeletePartition({ ...T, PartitionsToDelete: [at('d1', '00'), at('d2', '12')] })
		expect(gone.Errors?.map(({ PartitionValues }) => PartitionValues)).toEqual([['d1', '00']])
		expect(lake.changes()).toEqual([
			'table +trial_web.track_trial',
			'partition +trial_web.track_trial/d1/00',
			'partition +trial_web.track_trial/d1/12',
			'partition ~trial_web.track_trial/d2/12',
			'partition -trial_web.track_trial/d1/00',
			'partition -trial_web.track_trial/d2/12',
		])
	})
})

describe('lists', () => {
	it('come in pages that hold everything once', async () => {
		const first = await lake.glue.getTables({ ...DB, MaxResults: 2 })
		const rest = await lake.glue.getTables({ ...DB, MaxResults: 2, NextToken: first.NextToken })
		const names = [first, rest].flatMap(({ TableList }) => TableList?.map(({ Name }) => Name))
		expect(names).toEqual(['identify', 'page', 'track_order_completed'])
		expect(rest.NextToken).toBeUndefined()
	})

	it.each([
		['a token of nobody', { NextToken: 'bm9uZQ==' }],
		['a token past the end', { NextToken: Buffer.from('after 99').toString('base64') }],
		['a filter, rather than answer with too much', { Expression: 'ident.*' }],
	])('refuse %s', async (_, more) => {
		const { code } = await codeOf(lake.glue.getTables({ ...DB, ...more }))
		expect(code).toBe('InvalidInputException')
	})
})
