import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { replayRow } from '../../lib/contract/replay-record.ts'
import { fromTerminal } from '../service.fixture.ts'
import { testedDatabases } from '../store/test-store.ts'
import { type Desk, dayAfter, openDesk } from './desk.fixture.ts'

describe.each(testedDatabases())('the list of replays on %s', { timeout: 60_000 }, (kind) => {
	let desk: Desk
	let sourceId: string
	/** Newest first: one that waits, one that was cancelled, and three for approval that were submitted in one instant. */
	const made: string[] = []
	beforeAll(async () => {
		desk = await openDesk(kind)
		sourceId = await desk.source()
		const together = []
		for (let index = 0; index < 3; index++) {
			const replay = await desk.replay({ sourceId, from: dayAfter('2026-01-01', 20 * index), count: 8 })
			together.push(replay.replayId)
		}
		desk.later(1_000)
		const cancelled = await desk.replay({ sourceId, from: '2026-05-01', count: 1 }, 'engineer')
		await desk.cancel(cancelled, 'engineer')
		desk.later(1_000)
		const other = await desk.replay({ sourceId: await desk.source({ customer: 'Contoso' }), count: 2 })
		made.push(other.replayId, cancelled.replayId, ...together.toSorted().toReversed())
	})
	afterAll(() => desk.close())

	async function list(query: string) {
		const response = await desk.trial.call('GET', `/v1/replays${query}`, fromTerminal('viewer'))
		return (await response.json()) as { items: { replayId: string }[]; nextCursor: string | null; code?: string }
	}
	const idsOf = ({ items }: { items: { replayId: string }[] }) => items.map(({ replayId }) => replayId)

	it('shows each with its words and its progress, newest first', async () => {
		const listed = await list('')
		expect(idsOf(listed)).toEqual(made)
		expect(replayRow.parse(listed.items[0])).toMatchObject({
			...{ customer: 'Contoso', region: 'us-west-2', clusterId: 'j-2AXXXXXXGAPLF', status: 'waiting', days: 2 },
			...{
				headline: 'Waits to be sent to its cluster.',
				from: '2026-03-01',
				to: '2026-03-02',
				progress: { done: 0, total: 1 },
			},
			...{ requestedBy: 'support@sluice.example', ticket: 'LAKE-7', bytes: 2_000_000, endedAt: null },
		})
		expect(listed.items[2]).toMatchObject({ status: 'awaiting-approval', progress: { done: 0, total: 2 } })
	})

	it('can be turned page by page, through those of one instant too', async () => {
		const seen = []
		let cursor: string | null = ''
		while (cursor !== null) {
			const page = await list(`?limit=2${cursor && `&cursor=${cursor}`}`)
			seen.push(...idsOf(page))
			cursor = page.nextCursor
		}
		expect(seen).toEqual(made)
	})

	it('can be narrowed to a source and to a status', async () => {
		expect(idsOf(await list(`?sourceId=${sourceId}`))).toEqual(made.slice(1))
		expect(idsOf(await list('?status=cancelled'))).toEqual([made[1]])
		expect(idsOf(await list(`?sourceId=${sourceId}&status=waiting`))).toEqual([])
	})

	it('takes no cursor of another list, and no status that there is not', async () => {
		const { nextCursor } = await list('?limit=1')
		expect((await list(`?sourceId=${sourceId}&cursor=${nextCursor}`)).code).toBe('invalid-input')
		expect((await list('?status=paused')).code).toBe('invalid-input')
	})
})
