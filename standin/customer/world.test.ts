import { EMR } from '@aws-sdk/client-emr'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { parseDocument } from '../../lib/iam/document.ts'
import sources from '../world/sources.json' with { type: 'json' }
import { asPrincipal, assume, OLD_PRINCIPAL, type SessionKey } from './session.fixture.ts'
import { startTrialWorld, type TrialWorld } from './trial-world.ts'

let trial: TrialWorld
let principal: SessionKey
beforeAll(async () => {
	trial = await startTrialWorld()
	principal = await asPrincipal(trial)
})
afterAll(() => trial.close())
afterEach(() => trial.customers.reset())

const sourceOf = (sourceId: string) => {
	const source = sources.find((each) => each.sourceId === sourceId)
	if (!source) throw new Error(`no source ${sourceId}`)
	return source
}
const idOf = (sourceId: string) => sourceId.slice(0, sourceId.indexOf('-'))

/** Asks for the source's role as its record says, with the first external id that is accepted. */
async function take(sourceId: string, key = principal): Promise<string> {
	const { roleArn, externalIds, region } = sourceOf(sourceId)
	let last = 'no external id'
	for (const ExternalId of externalIds) {
		try {
			await assume(trial, key, { RoleArn: roleArn, ExternalId }, region)
			return ExternalId
		} catch (error) {
			last = Object(error).name
		}
	}
	return last
}

/** What STS says to the record of each source, and after the fix named. */
const expected: [sourceId: string, outcome: string, fix?: string, afterwards?: string][] = [
	['harbor-web', 'ws-harbor'],
	['harbor-ios', 'ws-harbor'],
	['fjord-prod', 'fjord-prod'],
	['cobalt-events', 'ws-cobalt'],
	['grove-android', 'ws-grove'],
	['ember-web', 'AccessDenied', 'trust-workspace-id', 'ws-ember'],
	['ember-ios', 'ember-ios'],
	['ember-android', 'ember-android'],
	['birch-server', 'AccessDenied', 'trust-new-principal', 'ws-birch'],
	['delta-crm', 'AccessDenied', 'create-role', 'ws-delta'],
	['delta-web', 'ws-delta'],
	['amber-checkout', 'ws-amber'],
	['lumen-streaming', 'ws-lumen'],
	['tundra-iot', 'ws-tundra'],
	['saffron-app', 'ws-saffron'],
	['quarry-admin', 'ws-quarry'],
	['meadow-web', 'ws-meadow'],
	['willow-web', 'ws-willow'],
	['cedar-app', 'ws-cedar'],
	['poppy-web', 'ws-poppy'],
	['onyx-logs', 'ws-onyx'],
	['aspen-web', 'ws-aspen'],
	['mica-web', 'RegionDisabledException', 'enable-region', 'ws-mica'],
]

describe('the role of each source', () => {
	it('every source of the world is in the table', () => {
		expect(expected.map(([sourceId]) => sourceId).sort()).toEqual(sources.map(({ sourceId }) => sourceId).sort())
	})

	it.each(expected)('%s: %s', async (sourceId, outcome, fix, afterwards) => {
		expect(await take(sourceId)).toBe(outcome)
		if (fix === undefined) return
		expect((await trial.world(`/customers/${idOf(sourceId)}`, { fix })).status).toBe(200)
		expect(await take(sourceId)).toBe(afterwards)
	})

	it('birch takes an older principal', async () => {
		expect(await take('birch-server', await asPrincipal(trial, OLD_PRINCIPAL))).toBe('ws-birch')
	})

	it('strangers are refused by all but poppy, with no external id and with a random one', async () => {
		const open: string[] = []
		for (const { sourceId, roleArn } of sources) {
			for (const ExternalId of [undefined, 'random-1234']) {
				const asked = assume(trial, principal, { RoleArn: roleArn, ExternalId })
				if (
					await asked.then(
						() => true,
						() => false,
					)
				)
					open.push(sourceId)
			}
		}
		expect(open).toEqual(['poppy-web', 'poppy-web'])
		await trial.world('/customers/poppy', { fix: 'require-external-id' })
		await expect(assume(trial, principal, { RoleArn: sourceOf('poppy-web').roleArn })).rejects.toThrow(/not authorized/)
	})
})

/** What a record names and the account does not have, each with the trouble that it stands for. */
const missing: Record<string, string[]> = {
	'delta-crm': ['role'],
	'amber-checkout': ['bucket region', 'database', 'cluster region'],
	'onyx-logs': ['bucket'],
}

describe('what the records name', () => {
	it.each(sources.map((source) => [source.sourceId, source] as const))('%s', (sourceId, source) => {
		const account = trial.customers.account(source.catalogId)
		const bucket = account?.buckets.get(source.bucket)
		const cluster = account?.clusters.get(source.clusterId)
		const gaps = [
			account?.roles.has(source.roleArn) ? null : 'role',
			bucket ? null : 'bucket',
			bucket && bucket.region !== source.region ? 'bucket region' : null,
			account?.catalogs.get(source.region)?.databases.has(source.database) ? null : 'database',
			cluster ? null : 'cluster',
			cluster && cluster.region !== source.region ? 'cluster region' : null,
		]
		expect(gaps.filter((gap) => gap !== null)).toEqual(missing[sourceId] ?? [])
		expect(account?.id).toBe(idOf(sourceId))
	})

	it.each(sources.map((source) => [source.sourceId, source] as const))(
		'%s has events, sync reports and tables to look at',
		(sourceId, { bucket, database, catalogId }) => {
			const keys = [...(trial.customers.bucket(bucket)?.objects.keys() ?? [])]
			expect(keys.filter((key) => key.startsWith(`segment-data/data/${sourceId}/`)).length).toBeGreaterThan(5)
			expect(
				keys.filter((key) => key.endsWith('/report.json') && key.includes(`/source=${sourceId}/`)).length,
			).toBeGreaterThan(2)
			const catalogs = [...(trial.customers.account(catalogId)?.catalogs.values() ?? [])]
			expect(catalogs.flatMap(({ databases }) => [...(databases.get(database)?.tables.keys() ?? [])])).toHaveLength(3)
		},
	)

	it('each cluster has steps, and logs of them in the bucket where they belong', () => {
		for (const { account } of trial.customers.list()) {
			for (const { id, steps, logUri } of account.clusters.values()) {
				expect(steps.length).toBeGreaterThan(2)
				const bucket = trial.customers.bucket(logUri.split('/')[2] ?? '')
				const logs = [...(bucket?.objects.keys() ?? [])].filter((key) => key.startsWith(`logs/${id}/`))
				expect([id, logs.length > 0]).toEqual([id, account.id !== 'onyx'])
			}
		}
	})
})

describe('the policies of the world', () => {
	const all = () =>
		trial.customers
			.accounts()
			.flatMap(({ id, roles, users, buckets, keys, scps, rcps }) => [
				...[...roles.values()].flatMap((role) => [
					...role.policies.map(({ document }) => [id, 'identity', document] as const),
					...(role.boundary ? [[id, 'boundary', role.boundary.document] as const] : []),
				]),
				...[...users.values()].flatMap((user) =>
					user.policies.map(({ document }) => [id, 'identity', document] as const),
				),
				...[...buckets.values()].flatMap(({ policy }) => (policy ? [[id, 'resource', policy.document] as const] : [])),
				...[...keys.values()].map(({ policy }) => [id, 'resource', policy.document] as const),
				...scps.flat().map(({ document }) => [id, 'scp', document] as const),
				...rcps.flat().map(({ document }) => [id, 'rcp', document] as const),
			])
	const faults = () =>
		all().flatMap(([id, kind, document]) => {
			const parsed = parseDocument(document, kind)
			return parsed.ok ? [] : [`${id} ${kind}: ${parsed.reason}`]
		})

	it('are what AWS would store, before and after every fix', () => {
		expect(faults()).toEqual([])
		for (const { file } of trial.customers.list()) {
			for (const name of Object.keys(file.fixes)) expect(trial.customers.fix(file.id, name)).toBeNull()
		}
		expect(faults()).toEqual([])
	})

	it('no placeholder is left', () => {
		expect(JSON.stringify(all())).not.toMatch(/\$\{(account|region|bucket)\}/)
	})

	it('every account in trouble has a fix, the others at most rights that nothing needs', () => {
		for (const { file } of trial.customers.list()) {
			const repairs = Object.keys(file.fixes).filter((name) => name !== 'grant-list-steps')
			expect([file.id, repairs.length > 0]).toEqual([file.id, file.trouble !== null])
		}
	})

	it.each(['harbor-web', 'fjord-prod'])('the role of %s lists steps once it may', async (sourceId) => {
		const { roleArn, externalIds, region, clusterId } = sourceOf(sourceId)
		const list = async () => {
			const credentials = await assume(trial, principal, { RoleArn: roleArn, ExternalId: externalIds[0] }, region)
			return new EMR({ endpoint: trial.endpoint, region, maxAttempts: 1, credentials }).listSteps({
				ClusterId: clusterId,
			})
		}
		await expect(list()).rejects.toThrow(/not authorized to perform: elasticmapreduce:ListSteps/)
		expect((await trial.world(`/customers/${idOf(sourceId)}`, { fix: 'grant-list-steps' })).status).toBe(200)
		expect((await list()).Steps?.length).toBeGreaterThan(2)
	})
})

it('a fix leaves what calls have made of a bucket and of the steps', () => {
	const account = trial.customers.account('180987654335')
	const bucket = account?.buckets.get('cedar-bank-lake')
	bucket?.objects.delete([...bucket.objects.keys()][0] ?? '')
	const left = bucket?.objects.size
	expect(bucket?.policy).not.toBeNull()
	trial.customers.fix('cedar', 'lift-bucket-policy')
	const after = account?.buckets.get('cedar-bank-lake')
	expect([after?.policy, after?.objects.size]).toEqual([null, left])
})
