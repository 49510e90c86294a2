import type { ArchiveReader, AwsAnswer } from '../aws/ports.ts'
import { startOf } from './calendar.ts'

const answered = { httpStatus: 200, requestId: 's3-1', bucketRegion: null, date: null, durationMs: 3 } as const
export const refusedBy = (code: string, httpStatus = 403): AwsAnswer<never> => ({
	...answered,
	...{ kind: 'refused', code, message: `arn:aws:s3:::sluice-archive is not for you`, httpStatus },
})
export const failedBy = (cause: 'timeout' | 'network' | 'throttled' | 'server' | 'ours'): AwsAnswer<never> => ({
	...answered,
	...{ kind: 'failed', cause, code: null, message: 'sluice-archive said nothing', httpStatus: null },
})

/** The folder of a day as archives name it. */
export const folderOf = (day: string) => String(startOf(day))

/** Objects of a day: so many files of so many bytes. */
export const filesOf = (day: string, count: number, bytes = 1_000): [string, number][] =>
	Array.from({ length: count }, (_, index) => [`${folderOf(day)}/${String(index).padStart(6, '0')}.gz`, bytes])

/**
 * An archive held in memory, by the keys below `prefix`. `before` may answer in its place, or make it wait; `lists` are the
 * prefixes that were asked for, `underWay` and `most` how many at once.
 */
export function anArchive(
	objects: [key: string, bytes: number][],
	before: (prefix: string) => Promise<AwsAnswer<never> | undefined> | undefined = () => undefined,
	{ prefix: root = 'northwind/', pageSize = 1_000 } = {},
) {
	const sorted = objects
		.map(([key, bytes]) => ({ key: `${root}${key}`, bytes }))
		.sort((a, b) => (a.key < b.key ? -1 : 1))
	const seen = { lists: [] as string[], underWay: 0, most: 0, buckets: new Set<string>() }
	const reader: ArchiveReader = {
		async list({ bucket, prefix }, after) {
			seen.lists.push(prefix)
			seen.buckets.add(bucket)
			seen.underWay += 1
			seen.most = Math.max(seen.most, seen.underWay)
			try {
				const instead = await before(prefix)
				if (instead) return instead
				const matching = sorted.filter(({ key }) => key.startsWith(prefix) && (after === null || key > after))
				const page = matching.slice(0, pageSize)
				const next = matching.length > pageSize ? (page.at(-1)?.key ?? null) : null
				return { ...answered, kind: 'ok', value: { objects: page, next } }
			} finally {
				seen.underWay -= 1
			}
		},
	}
	return { reader, seen }
}
