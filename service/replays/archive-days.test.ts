import { describe, expect, it, vi } from 'vitest'
import type { ArchiveReader } from '../aws/ports.ts'
import { anArchive, failedBy, filesOf, folderOf, refusedBy } from './archive.fixture.ts'
import { listDays } from './archive-days.ts'
import { daysBetween, startOf } from './calendar.ts'

const PLACE = { bucket: 'sluice-archive', prefix: 'northwind/', layout: 'received-day' } as const
const NEVER = new AbortController().signal
const ignore = async () => {}

const list = (
	reader: ArchiveReader,
	days: string[],
	listed = ignore as (count: number) => Promise<void>,
	stopped = NEVER,
) => listDays(reader, PLACE, days, listed, stopped)
const MARCH = daysBetween('2026-03-01', '2026-03-03')
const counted = async (objects: [string, number][], days = MARCH) => {
	const listing = await list(anArchive(objects).reader, days)
	if (!listing.ok) throw new Error('the archive was listed')
	return listing.days.map(({ objects, bytes }) => [objects, bytes])
}

describe('what counts as the events of a day', () => {
	it('are the files of its folder, in the order of the calendar, also of days that have none', async () => {
		const objects = [...filesOf('2026-03-03', 2, 500), ...filesOf('2026-03-01', 3, 7)]
		expect(await counted(objects)).toEqual([
			[3, 21],
			[0, 0],
			[2, 1_000],
		])
	})

	it('a folder named in seconds is the same day', async () => {
		const seconds = startOf('2026-03-02') / 1_000
		const both: [string, number][] = [[`${seconds}/a.gz`, 5], ...filesOf('2026-03-02', 1, 2)]
		expect(await counted(both)).toEqual([
			[0, 0],
			[2, 7],
			[0, 0],
		])
	})

	const second = startOf('2026-03-02')
	it.each([
		['a file directly under the prefix', `${second}.gz`],
		['a file directly under the prefix whose name is a day', `${second}`],
		['a day that begins at one o’clock', `${second + 3_600_000}/a.gz`],
		['a day that begins some milliseconds late', `${second + 1}/a.gz`],
		['a number with more digits', `${second}0/a.gz`],
		['seconds with two zeros more', `${second / 1_000}00/a.gz`],
		['another folder of the prefix', 'manifests/a.gz'],
		['a folder of the day', `${second}/parts/a.gz`],
		['the mark of an empty folder', `${second}/`],
		['another kind of file', `${second}/_SUCCESS`],
		['a half-written file', `${second}/a.gz.tmp`],
		['a day with a minus', `-${second}/a.gz`],
	])('%s is none', async (_, key) => {
		expect(await counted([[key, 99]])).toEqual([
			[0, 0],
			[0, 0],
			[0, 0],
		])
	})

	it('another source whose prefix begins alike is left alone', async () => {
		const { reader, seen } = anArchive(filesOf('2026-03-01', 2), undefined, { prefix: 'northwind-eu/' })
		expect(await list(reader, MARCH)).toMatchObject({
			ok: true,
			days: [{ objects: 0 }, { objects: 0 }, { objects: 0 }],
		})
		expect(seen.lists.every((prefix) => prefix.startsWith('northwind/'))).toBe(true)
	})

	it('a day of many pages is counted to its last file', async () => {
		const { reader } = anArchive(filesOf('2026-03-02', 2_500, 3))
		const listing = await list(reader, ['2026-03-02'])
		expect(listing).toEqual({ ok: true, days: [{ day: '2026-03-02', objects: 2_500, bytes: 7_500 }] })
	})

	it('sizes beyond 32 bits add up', async () => {
		expect(await counted(filesOf('2026-03-01', 5, 2 ** 40), ['2026-03-01'])).toEqual([[5, 5 * 2 ** 40]])
	})
})

describe('listing', () => {
	it('asks for a year in parts, at most eight days at once, and says how far it is', async () => {
		const days = daysBetween('2024-01-01', '2024-12-31')
		const { reader, seen } = anArchive(filesOf('2024-02-29', 1), async () => undefined)
		const told: number[] = []
		const listing = await list(reader, days, async (count) => void told.push(count))
		expect(listing.ok && listing.days.filter(({ objects }) => objects > 0)).toEqual([
			{ day: '2024-02-29', objects: 1, bytes: 1_000 },
		])
		expect(new Set(seen.lists).size).toBe(366)
		expect(seen.lists).toHaveLength(366)
		expect(seen.most).toBe(8)
		expect(told.at(-1)).toBe(366)
		expect(told).toEqual(told.toSorted((a, b) => a - b))
		expect(seen.buckets).toEqual(new Set([PLACE.bucket]))
	})

	it.each([refusedBy('AccessDenied'), refusedBy('NoSuchBucket', 404), failedBy('timeout'), failedBy('throttled')])(
		'ends with the first day that cannot be listed: $code $cause',
		async (answer) => {
			const refused = folderOf('2024-01-05').slice(0, 10)
			const { reader, seen } = anArchive([], async (prefix) => (prefix.endsWith(refused) ? answer : undefined))
			const listing = await list(reader, daysBetween('2024-01-01', '2024-12-31'))
			expect(listing).toEqual({ ok: false, answer })
			expect(seen.lists.length).toBeLessThan(30)
		},
	)

	it('a day that breaks on its second page counts as not listed', async () => {
		let asked = 0
		const broken = async () => {
			asked += 1
			return asked === 2 ? failedBy('network') : undefined
		}
		const { reader } = anArchive(filesOf('2026-03-01', 1_500), broken)
		expect(await list(reader, ['2026-03-01'])).toMatchObject({ ok: false, answer: { cause: 'network' } })
	})

	it('ends when it is stopped, and asks for nothing more', async () => {
		const stop = new AbortController()
		const { reader, seen } = anArchive(filesOf('2024-01-01', 1), async () => undefined)
		const listed = async (count: number) => {
			if (count === 9) stop.abort(new Error('stopped'))
		}
		await expect(list(reader, daysBetween('2024-01-01', '2024-12-31'), listed, stop.signal)).rejects.toThrow('stopped')
		const asked = seen.lists.length
		expect(asked).toBeLessThan(20)
		expect(seen.underWay).toBe(0)
	})

	it('ends after ten minutes, however many pages are left', async () => {
		vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
		try {
			let pages = 0
			const endless: ArchiveReader = {
				async list() {
					pages += 1
					if (pages === 50) vi.advanceTimersByTime(10 * 60 * 1_000 - 1)
					if (pages === 60) vi.advanceTimersByTime(1)
					const answered = { httpStatus: 200, requestId: null, bucketRegion: null, date: null, durationMs: 1 }
					return { ...answered, kind: 'ok', value: { objects: [], next: `page ${pages}` } }
				},
			}
			expect(await list(endless, MARCH)).toEqual({ ok: false, answer: null })
			expect(pages).toBeGreaterThanOrEqual(60)
			expect(vi.getTimerCount()).toBe(0)
		} finally {
			vi.useRealTimers()
		}
	})

	it('ends when its progress cannot be stored', async () => {
		const { reader, seen } = anArchive([], async () => undefined)
		const lost = () => Promise.reject(new Error('connection refused'))
		await expect(list(reader, daysBetween('2024-01-01', '2024-12-31'), lost)).rejects.toThrow('connection refused')
		await expect.poll(() => seen.underWay).toBe(0)
		expect(seen.lists.length).toBeLessThan(20)
	})
})
