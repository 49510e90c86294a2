import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ROLES } from '../../lib/contract/role.ts'
import { sourceSettings } from '../../lib/contract/sources.ts'
import items from '../../standin/world/sources.json' with { type: 'json' }
import { importSources } from '../sources/import.ts'
import type { Store } from '../store/store.ts'
import { openTestStore } from '../store/test-store.ts'
import { storeCheck } from './check.fixture.ts'
import { checkedSettings } from './checked-settings.ts'
import { storedOrder } from './stored-order.ts'

const world = z.array(sourceSettings.extend({ sourceId: z.string() })).parse(items)

/** Two more lakes that share what must not count: an account with strangers, and a workspace over two accounts. */
const harbor = world.find(({ sourceId }) => sourceId === 'harbor-web')
if (!harbor) throw new Error('the world has no harbor')
const STRANGER = { ...harbor, sourceId: 'stranger', workspaceId: 'ws-stranger', externalIds: ['ws-stranger'] }
const ELSEWHERE = {
	...{ ...harbor, sourceId: 'harbor-elsewhere', catalogId: '999988887777', externalIds: ['harbor-elsewhere'] },
	roleArn: 'arn:aws:iam::999988887777:role/SegmentDataLakeRole',
}
const sources = [...world, STRANGER, ELSEWHERE]
const now = () => new Date()

let store: Store
beforeAll(async () => {
	store = await openTestStore('pglite')
	expect(await importSources(store.db, now, 'test', sources)).toMatchObject({ ok: true, created: sources.length })
})
afterAll(() => store.close())

async function orderOf(sourceId: string) {
	const source = sources.find((each) => each.sourceId === sourceId)
	const check_id = `chk-${randomUUID()}`
	await storeCheck(store.db, { check_id, source_id: sourceId, target: JSON.stringify(source) })
	const record = await store.db.selectFrom('checks').selectAll().where('check_id', '=', check_id).executeTakeFirst()
	if (!record) throw new Error('the check was stored')
	return storedOrder(store.db, record)
}

describe('what a check may ask a role with', () => {
	it('are ids and roles of its own workspace in its own account, whatever the registry holds', async () => {
		for (const { sourceId, workspaceId, catalogId } of sources) {
			const own = sources.filter((each) => each.workspaceId === workspaceId && each.catalogId === catalogId)
			const { otherIds, siblingRoleArns } = await orderOf(sourceId)
			const ids = own.flatMap((each) => [each.sourceId, ...each.externalIds])
			expect(otherIds.filter(({ externalId }) => !ids.includes(externalId))).toEqual([])
			expect(siblingRoleArns.filter((arn) => !own.some(({ roleArn }) => roleArn === arn))).toEqual([])
		}
	})

	it('are those of the other sources, each once, without its own', async () => {
		expect(await orderOf('ember-web')).toMatchObject({
			otherIds: [
				{ externalId: 'ember-android', sourceId: 'ember-android' },
				{ externalId: 'ember-ios', sourceId: 'ember-ios' },
			],
			siblingRoleArns: [],
		})
		const { siblingRoleArns } = await orderOf('delta-crm')
		expect(siblingRoleArns).toEqual([sources.find(({ sourceId }) => sourceId === 'delta-web')?.roleArn])
	})
})

it('no form turns one customer’s source towards another customer with the other’s external id, for any role', () => {
	const caller = (role: (typeof ROLES)[number]) => ({
		...{ requestId: 'r', identityId: null, person: 'sam@sluice.example', name: null, via: 'cli' as const },
		...{ role, roleArn: `arn:aws:iam::111122223333:role/sluice-cli-${role}`, sourceIp: '203.0.113.7' },
	})
	let tried = 0
	for (const mine of world) {
		for (const theirs of world.filter(({ workspaceId }) => workspaceId !== mine.workspaceId)) {
			const { region, roleArn, catalogId, bucket, database, clusterId } = theirs
			for (const externalId of theirs.externalIds) {
				const form = { region, roleArn, catalogId, bucket, database, clusterId, externalId }
				for (const role of ROLES) expect(checkedSettings(mine, form, caller(role), 'LAKE-1').ok).toBe(false)
				tried += 1
			}
		}
	}
	expect(tried).toBeGreaterThan(100)
})
