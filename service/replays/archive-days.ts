import type { PlanDay } from '../../lib/contract/replay-plan.ts'
import type { SourceSettings } from '../../lib/contract/sources.ts'
import type { ArchiveReader, AwsAnswer, AwsFailure, AwsRefusal } from '../aws/ports.ts'
import { startOf } from './calendar.ts'

type Archive = SourceSettings['archive']
export type ListedDay = Pick<PlanDay, 'day' | 'objects' | 'bytes'>
/** `answer`: what S3 said; null when the whole took too long. */
export type Listing = { ok: true; days: ListedDay[] } | { ok: false; answer: AwsRefusal | AwsFailure | null }

/** S3 takes thousands of lists of a bucket in a second; a page of each is held. */
const AT_ONCE = 8
/** Below the 15 minutes after which the queue gives a job to another worker. */
const LONGEST_MS = 10 * 60 * 1_000

/**
 * Counts what the archive holds of each day, several days at once, no key kept. The first day that cannot be listed ends it.
 * `listed` hears how many days are done. Once `stopped`, it rejects.
 */
export async function listDays(
	reader: ArchiveReader,
	archive: Archive,
	days: readonly string[],
	listed: (count: number) => Promise<void>,
	stopped: AbortSignal,
): Promise<Listing> {
	const found = new Map<string, ListedDay>()
	const refusals: (AwsRefusal | AwsFailure)[] = []
	const over = new AbortController()
	const timer = setTimeout(() => over.abort(), LONGEST_MS)
	const ended = AbortSignal.any([stopped, over.signal])
	const waiting = days.values()
	const work = async () => {
		for (const day of waiting) {
			const answer = await listDay(reader, archive, day, ended)
			if (answer === null) return
			if (answer.kind !== 'ok') {
				refusals.push(answer)
				over.abort()
				return
			}
			found.set(day, answer.value)
			await listed(found.size)
		}
	}
	try {
		await Promise.all(Array.from({ length: AT_ONCE }, work))
	} finally {
		clearTimeout(timer)
		over.abort()
	}
	stopped.throwIfAborted()
	const [answer = null] = refusals
	if (answer !== null || found.size < days.length) return { ok: false, answer }
	return { ok: true, days: days.flatMap((day) => found.get(day) ?? []) }
}

/** What follows the ten digits: nothing or the milliseconds of midnight, then a file, of this folder itself. */
const FILE_OF_DAY = /^(?:000)?\/[^/]+\.gz$/

/**
 * The folder of a day is named by its midnight in milliseconds, or in seconds (ten digits): both begin with the seconds, so
 * one list finds both. Everything else that begins so is no file of the day, and a job does not read it either.
 */
async function listDay(
	reader: ArchiveReader,
	{ bucket, prefix }: Archive,
	day: string,
	ended: AbortSignal,
): Promise<AwsAnswer<ListedDay> | null> {
	const folder = `${prefix}${startOf(day) / 1_000}`
	const value: ListedDay = { day, objects: 0, bytes: 0 }
	let after: string | null = null
	for (;;) {
		if (ended.aborted) return null
		const answer: Awaited<ReturnType<ArchiveReader['list']>> = await reader.list({ bucket, prefix: folder }, after)
		if (answer.kind !== 'ok') return answer
		for (const { key, bytes } of answer.value.objects) {
			if (!FILE_OF_DAY.test(key.slice(folder.length))) continue
			value.objects += 1
			value.bytes += bytes
		}
		after = answer.value.next
		if (after === null) return { ...answer, value }
	}
}
