import { afterEach, describe, expect, it } from 'vitest'
import { codeOf, createTrialLake, EVERYTHING, REGION, ROLE, type TrialLake } from '../lake.fixture.ts'
import { handleGlue } from './glue.ts'

type Glue = TrialLake['glue']
type Grant = [database: string | null, table: string | null, ...permissions: string[]]

let lake: TrialLake | undefined
afterEach(() => lake?.close())

async function govern(grants: Grant[], wording = 'new', principalArn = ROLE): Promise<TrialLake> {
	const governed = grants.map(([database, table, ...permissions]) => ({ principalArn, database, table, permissions }))
	const lakeFormation = { [REGION]: { wording, grants: governed } }
	lake = await createTrialLake(handleGlue, { policy: EVERYTHING, file: { lakeFormation } })
	return lake
}

const DB = { DatabaseName: 'trial_web' }
const READER: Grant[] = [
	['trial_web', null, 'DESCRIBE'],
	['trial_web', '*', 'SELECT'],
]
const WRITER: Grant[] = [...READER, ['trial_web', null, 'CREATE_TABLE'], ['trial_web', '*', 'ALTER', 'DROP']]
const makeTable = (Name: string) => (glue: Glue) => glue.createTable({ ...DB, TableInput: { Name } })
const alterTable = (Name: string) => (glue: Glue) => glue.updateTable({ ...DB, TableInput: { Name } })
const getTable = (Name: string, DatabaseName: string) => (glue: Glue) => glue.getTable({ DatabaseName, Name })
const addPartition = (glue: Glue) =>
	glue.createPartition({ ...DB, TableName: 'identify', PartitionInput: { Values: ['d', 'h'] } })
const makeDatabase = (glue: Glue) => glue.createDatabase({ DatabaseInput: { Name: 'trial_web' } })

describe('Lake Formation', () => {
	it.each<[why: string, grants: Grant[], call: (glue: Glue) => Promise<unknown>, required: string]>([
		['nothing granted, list of tables', [], (glue) => glue.getTables(DB), 'Describe on trial_web'],
		['nothing granted, a table that exists', [], getTable('identify', 'trial_web'), 'Describe on identify'],
		['nothing granted, a table that does not', [], getTable('none', 'trial_web'), 'Describe on none'],
		[
			'a database that does not exist, whatever is granted',
			WRITER,
			getTable('identify', 'made_up'),
			'Describe on made_up',
		],
		['a reader creates', READER, makeTable('fresh'), 'Create Table on trial_web'],
		['a reader creates what exists', READER, makeTable('identify'), 'Create Table on trial_web'],
		['a reader alters', READER, alterTable('identify'), 'Alter on identify'],
		['a reader alters what does not exist', READER, alterTable('none'), 'Alter on none'],
		['a reader adds a partition', READER, addPartition, 'Alter on identify'],
		['a reader drops', READER, (glue) => glue.deleteTable({ ...DB, Name: 'page' }), 'Drop on page'],
		[
			'a reader drops a batch',
			READER,
			(glue) => glue.batchDeleteTable({ ...DB, TablesToDelete: ['page'] }),
			'Drop on page',
		],
		[
			'who creates tables alters one of somebody else',
			[['trial_web', null, 'CREATE_TABLE']],
			alterTable('identify'),
			'Alter on identify',
		],
		[
			'grants on tables only, list of tables',
			[['trial_web', '*', 'ALL']],
			(glue) => glue.getTables(DB),
			'Describe on trial_web',
		],
		['grants on one table only', [['trial_web', 'page', 'ALL']], alterTable('identify'), 'Alter on identify'],
		['a writer creates a database', WRITER, makeDatabase, 'Create Database on Catalog'],
	])('denies: %s', async (_, grants, call, required) => {
		const { glue, changes } = await govern(grants)
		const message = `Insufficient Lake Formation permission(s): Required ${required}`
		expect(await codeOf(call(glue))).toEqual({ code: 'AccessDeniedException', status: 400, message })
		expect(changes()).toEqual([])
	})

	it.each<[why: string, call: (glue: Glue) => Promise<unknown>, code: string]>([
		['a reader sees that a table is missing', getTable('none', 'trial_web'), 'EntityNotFoundException'],
		['a table', getTable('identify', 'trial_web'), 'ok'],
		['the list', (glue) => glue.getTables(DB), 'ok'],
	])('lets a reader past: %s', async (_, call, code) => {
		const { glue } = await govern(READER)
		expect(await codeOf(call(glue))).toMatchObject({ code })
	})

	it('lets who may create tables learn that one is missing', async () => {
		const { glue } = await govern([['trial_web', null, 'CREATE_TABLE']])
		expect(await codeOf(alterTable('none')(glue))).toMatchObject({ code: 'EntityNotFoundException' })
	})

	it('gives the creator of a table everything on it', async () => {
		const { glue, changes } = await govern([['trial_web', null, 'CREATE_TABLE']])
		await makeTable('fresh')(glue)
		await alterTable('fresh')(glue)
		expect(changes()).toEqual(['table +trial_web.fresh', 'table ~trial_web.fresh'])
	})

	it('shows in lists what may be seen', async () => {
		const { glue } = await govern([
			['trial_web', null, 'DESCRIBE'],
			['trial_web', 'page', 'SELECT'],
		])
		expect((await glue.getTables(DB)).TableList?.map(({ Name }) => Name)).toEqual(['page'])
		expect((await glue.getDatabases({})).DatabaseList?.map(({ Name }) => Name)).toEqual(['trial_web'])
	})

	it('leaves it to IAM where every principal is granted', async () => {
		const { glue } = await govern(WRITER, 'new', 'IAM_ALLOWED_PRINCIPALS')
		expect(await codeOf(alterTable('identify')(glue))).toMatchObject({ code: 'ok' })
	})

	it('asks the role, not another principal of the account', async () => {
		const { glue } = await govern(WRITER, 'new', `${ROLE}Other`)
		expect(await codeOf(alterTable('identify')(glue))).toMatchObject({ code: 'AccessDeniedException' })
	})

	it.each<[call: (glue: Glue) => Promise<unknown>, resource: string]>([
		[makeDatabase, 'Catalog'],
		[makeTable('fresh'), 'trial_web (Database name: trial_web)'],
		[alterTable('identify'), 'identify (Database name: trial_web, Table Name: identify)'],
	])('%# says no permission in the older wording', async (call, resource) => {
		const { glue } = await govern(READER, 'old')
		expect((await codeOf(call(glue))).message).toBe(`Insufficient Lake Formation permission(s) on ${resource}`)
	})

	it('comes after IAM', async () => {
		lake = await createTrialLake(handleGlue, {
			policy: { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 's3:*', Resource: '*' } },
			file: { lakeFormation: { [REGION]: { wording: 'new', grants: [] } } },
		})
		expect((await codeOf(lake.glue.getTables(DB))).message).toContain('identity-based policy')
	})
})
