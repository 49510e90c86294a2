import { afterEach, describe, expect, it } from 'vitest'
import {
	ACCOUNT,
	codeOf,
	createTrialLake,
	EVERYTHING,
	policy,
	REGION,
	SESSION,
	type TrialLake,
} from '../lake.fixture.ts'
import { handleGlue } from './glue.ts'
import { probesOf } from './probes.fixture.ts'

type Glue = TrialLake['glue']
type Changes = Parameters<typeof createTrialLake>[1]

const CATALOG = `arn:aws:glue:${REGION}:${ACCOUNT}:catalog`
const database = (name: string) => `arn:aws:glue:${REGION}:${ACCOUNT}:database/${name}`
const table = (name: string) => `arn:aws:glue:${REGION}:${ACCOUNT}:table/trial_web/${name}`

let lake: TrialLake | undefined
async function open(changes: Changes = {}): Promise<TrialLake> {
	lake = await createTrialLake(handleGlue, changes)
	return lake
}
afterEach(async () => {
	await lake?.close()
	lake = undefined
})

const DB = { DatabaseName: 'trial_web' }
const T = { ...DB, TableName: 'sluice_none' }
const PARTITION = { Values: ['2026-01-01', '00'] }
const PROBES = probesOf('trial_web')

describe('the shipped policy', () => {
	it('gets past authorization with each of its 19 actions, and none of the probes changes anything', async () => {
		const { glue, changes, account } = await open()
		const before = structuredClone(account.catalogs)
		for (const [action, probe, code, text] of PROBES) {
			expect({ action, ...(await codeOf(probe(glue))) }).toMatchObject({ action, code, message: text })
		}
		expect(PROBES).toHaveLength(19)
		expect(changes()).toEqual([])
		expect(account.catalogs).toEqual(before)
	})

	it('does not grant the reads of databases', async () => {
		const { glue } = await open()
		const denied = [codeOf(glue.getDatabase({ Name: 'trial_web' })), codeOf(glue.getDatabases({}))]
		for (const { code, status } of await Promise.all(denied)) {
			expect({ code, status }).toEqual({ code: 'AccessDeniedException', status: 400 })
		}
	})

	it('says in the answer of a batch which table is missing', async () => {
		const { glue } = await open()
		const { Errors } = await glue.batchDeleteTable({ ...DB, TablesToDelete: ['sluice_none'] })
		const detail = { ErrorCode: 'EntityNotFoundException', ErrorMessage: 'Table sluice_none not found.' }
		expect(Errors).toEqual([{ TableName: 'sluice_none', ErrorDetail: detail }])
	})
})

describe('IAM', () => {
	it.each(PROBES.map(([action, probe]) => ({ action, probe })))(
		'denies $action when its policy lacks it, before it looks for anything',
		async ({ action, probe }) => {
			const others = PROBES.map(([each]) => `glue:${each}`).filter((each) => each !== `glue:${action}`)
			const { glue } = await open({ policy: policy('Allow', others), file: { databases: {} } })
			const message = `User: ${SESSION} is not authorized to perform: glue:${action} on resource: ${CATALOG} because no identity-based policy allows the glue:${action} action: arn:aws:iam::${ACCOUNT}:policy/lake`
			expect(await codeOf(probe(glue))).toEqual({ code: 'AccessDeniedException', status: 400, message })
		},
	)

	const reads = 'glue:Get*'
	const scps = (denial: object) => ({
		organization: {
			id: 'o-trial',
			managementAccountId: '999999999999',
			scps: [{ 'p-FullAWSAccess': { shared: 'full-aws-access' }, 'p-guard': { document: denial } }],
			rcps: [],
		},
	})
	it.each([
		[
			'the catalog alone is granted',
			{ policy: policy('Allow', reads, CATALOG) },
			database('trial_web'),
			'because no identity-based policy allows the glue:GetTable action',
		],
		[
			'the database is granted, its tables are not',
			{ policy: policy('Allow', reads, [CATALOG, database('*')]) },
			table('identify'),
			'because no identity-based policy allows the glue:GetTable action',
		],
		[
			'tables of another database are granted',
			{ policy: policy('Allow', reads, [CATALOG, database('*'), `arn:aws:glue:${REGION}:${ACCOUNT}:table/other/*`]) },
			table('identify'),
			'because no identity-based policy allows the glue:GetTable action',
		],
		[
			'an SCP denies',
			{ file: scps(policy('Deny', reads)) },
			CATALOG,
			'with an explicit deny in a service control policy',
		],
		[
			'an SCP lists other things only',
			{
				file: {
					organization: { ...scps({}).organization, scps: [{ 'p-list': { document: policy('Allow', 's3:*') } }] },
				},
			},
			CATALOG,
			'because no service control policy allows the glue:GetTable action',
		],
		[
			'a boundary leaves it out',
			{ boundary: policy('Allow', 's3:*') },
			CATALOG,
			'because no permissions boundary allows the glue:GetTable action',
		],
		[
			'the safety belt leaves it out',
			{ sessionPolicy: policy('Allow', 'glue:GetTables') },
			CATALOG,
			'because no session policy allows the glue:GetTable action',
		],
		[
			'the control session denies',
			{
				sessionPolicy: {
					...EVERYTHING,
					Statement: [EVERYTHING.Statement, ...policy('Deny', 'glue:GetTable').Statement],
				},
			},
			CATALOG,
			'with an explicit deny in a session policy',
		],
	])('names resource and layer when %s', async (_, changes: Changes, resource, tail) => {
		const { glue } = await open(changes)
		const { code, message } = await codeOf(glue.getTable({ ...DB, Name: 'identify' }))
		expect(code).toBe('AccessDeniedException')
		expect(message).toContain(`glue:GetTable on resource: ${resource} ${tail}`)
	})

	it('names no policy in the old wording', async () => {
		const { glue } = await open({ policy: policy('Allow', 's3:*'), file: { wording: 'old' } })
		const { message } = await codeOf(glue.getTable({ ...DB, Name: 'identify' }))
		expect(message).toMatch(/because no identity-based policy allows the glue:GetTable action$/)
	})

	it('never opens the catalog of another account', async () => {
		const { glue } = await open({ policy: EVERYTHING })
		const { code, message } = await codeOf(glue.getTables({ ...DB, CatalogId: '999999999999' }))
		expect(code).toBe('AccessDeniedException')
		expect(message).toContain('arn:aws:glue:us-west-2:999999999999:catalog')
	})
})

describe('form', () => {
	it.each([
		[
			'a missing member',
			(glue: Glue) => glue.getTable({ ...DB, Name: undefined }),
			'ValidationException',
			"Value null at 'name' failed to satisfy constraint: Member must not be null",
		],
		[
			'a missing member further down',
			(glue: Glue) => glue.createTable({ ...DB, TableInput: { Name: 'a', PartitionKeys: [{ Name: undefined }] } }),
			'ValidationException',
			"Value null at 'tableInput.partitionKeys.1.member.name'",
		],
		[
			'a list that is too long',
			(glue: Glue) => glue.batchDeletePartition({ ...T, PartitionsToDelete: Array(26).fill(PARTITION) }),
			'ValidationException',
			'Member must have length less than or equal to 25',
		],
		[
			'a name that is too long',
			(glue: Glue) => glue.getTables({ DatabaseName: 'd'.repeat(256) }),
			'ValidationException',
			'Member must have length less than or equal to 255',
		],
		[
			'a control character in a name',
			(glue: Glue) => glue.getTables({ DatabaseName: 'a\nb' }),
			'ValidationException',
			"Value 'a\nb' at 'databaseName' failed to satisfy constraint: Member must satisfy regular expression pattern: ",
		],
		[
			'a location that is too long',
			(glue: Glue) =>
				glue.createPartition({
					...T,
					PartitionInput: { ...PARTITION, StorageDescriptor: { Location: 's3://'.padEnd(2057, 'x') } },
				}),
			'ValidationException',
			"at 'partitionInput.storageDescriptor.location' failed to satisfy constraint: Member must have length less than or equal to 2056",
		],
		[
			'a part of the partitions, which would be all of them here',
			(glue: Glue) => glue.getPartitions({ ...T, Segment: { SegmentNumber: 0, TotalSegments: 2 } }),
			'ValidationException',
			'Segment is not understood here',
		],
		[
			'a version that an update is to meet',
			(glue: Glue) => glue.updateTable({ ...DB, TableInput: { Name: 'identify' }, VersionId: '7' }),
			'ValidationException',
			'VersionId is not understood here',
		],
		[
			'a page that is too long',
			(glue: Glue) => glue.getTables({ ...DB, MaxResults: 101 }),
			'ValidationException',
			'Member must have value less than or equal to 100',
		],
	])('%s is refused before rights', async (_, call, code, text) => {
		const { glue } = await open({ policy: policy('Allow', 's3:*') })
		expect(await codeOf(call(glue))).toMatchObject({ code, status: 400, message: expect.stringContaining(text) })
	})

	it.each([
		['no JSON', 'GetTables', '{', 'SerializationException'],
		[
			'a text for a list',
			'BatchDeleteTable',
			'{"DatabaseName":"trial_web","TablesToDelete":"x"}',
			'SerializationException',
		],
		['an operation outside the table', 'GetConnections', '{}', 'UnknownOperationException'],
	])('%s is refused', async (_, operation, body, code) => {
		const { endpoint } = await open()
		const authorization = `AWS4-HMAC-SHA256 Credential=A/20260301/${REGION}/glue/aws4_request`
		const headers = { authorization, 'x-amz-target': `AWSGlue.${operation}` }
		const response = await fetch(endpoint, { method: 'POST', headers, body })
		expect(response.status).toBe(400)
		expect(await response.json()).toMatchObject({ __type: code })
	})
})
