import { afterEach, describe, expect, it } from 'vitest'
import { CLUSTER, codeOf, createTrialLake, EVERYTHING, policy, type TrialLake } from '../lake.fixture.ts'
import { handleEmr } from './emr.ts'

type Emr = TrialLake['emr']
type Ask = (emr: Emr) => Promise<unknown>

let lake: TrialLake | undefined
async function open(changes: Parameters<typeof createTrialLake>[1] = {}): Promise<TrialLake> {
	lake = await createTrialLake(handleEmr, changes)
	return lake
}
afterEach(() => lake?.close())

const HERE = { ClusterId: CLUSTER }
const tag =
	(Key: string, Value: string): Ask =>
	(emr) =>
		emr.addTags({ ResourceId: CLUSTER, Tags: [{ Key, Value }] })

describe('budgets', () => {
	const rate = { code: 'ThrottlingException', message: 'Rate exceeded', status: 400 }
	const times = async (count: number, ask: Ask, emr: Emr) => {
		for (let done = 0; done < count; done += 1) await ask(emr)
	}

	it('ten DescribeCluster at once, then one a second', async () => {
		const { emr, clock } = await open()
		const ask: Ask = (client) => client.describeCluster(HERE)
		await times(10, ask, emr)
		expect(await codeOf(ask(emr))).toEqual(rate)
		clock.now += 1000
		expect(await codeOf(ask(emr))).toMatchObject({ code: 'ok' })
		expect(await codeOf(ask(emr))).toEqual(rate)
	})

	it('25 calls of all kinds at once, counted for each region', async () => {
		const { emr, elsewhere } = await open({ policy: EVERYTHING })
		await times(10, (client) => client.describeCluster(HERE), emr)
		await times(10, (client) => client.listSteps(HERE), emr)
		await times(5, (client) => client.listClusters({}), emr)
		expect(await codeOf(emr.listClusters({}))).toEqual(rate)
		expect(await codeOf(elsewhere.emr.listClusters({}))).toMatchObject({ code: 'ok' })
	})

	it('comes before rights', async () => {
		const { emr } = await open({ policy: policy('Allow', 's3:*') })
		for (let done = 0; done < 5; done += 1)
			expect(await codeOf(tag('a', 'b')(emr))).toMatchObject({ code: 'AccessDeniedException' })
		expect(await codeOf(tag('a', 'b')(emr))).toEqual(rate)
	})

	it('full again when the clock was set back', async () => {
		const { emr, clock } = await open()
		await times(10, (client) => client.describeCluster(HERE), emr)
		clock.now -= 3_600_000
		expect(await codeOf(emr.describeCluster(HERE))).toMatchObject({ code: 'ok' })
	})
})
