import type { Kysely } from 'kysely'
import { z } from 'zod'
import { isDenial } from '../checks/public.ts'
import { recordedStepIds } from '../clusters/public.ts'
import type { PartRecord, ReplayRecord } from '../store/replay-schema.ts'
import type { Database } from '../store/schema.ts'
import { describeStep } from './follow.ts'
import type { FoundStep, ListFact, LogsFact } from './move.ts'
import type { Hand } from './session.ts'
import { isOf } from './step.ts'

/** Our clock and AWS's may differ, and a step is as old as AWS says. */
const CLOCKS_MS = 10 * 60_000
/** EMR lists the last 1,000 steps, 50 on a page. */
const LAST_VISIBLE = 1_000

const page = z.object({
	Steps: z
		.array(
			z.object({
				Id: z.string(),
				Name: z.string().default(''),
				Status: z.object({
					State: z.string().default(''),
					Timeline: z.object({ CreationDateTime: z.date().optional() }).optional(),
				}),
			}),
		)
		.default([]),
	Marker: z.string().optional(),
})

/**
 * Looks through the cluster's list of steps, newest first, for those of a part. Steps that are older than its last signature
 * need not be seen for a proof that this submission never ran; after more than one they are looked through all the same, and
 * must be where an earlier one may have run.
 */
export async function listSteps(hand: Hand, part: PartRecord, replay: ReplayRecord): Promise<ListFact> {
	const { position, signed_at, submissions, unproven } = part
	const session = await hand.open('find', { position })
	if (session.kind !== 'ok') return { is: 'unknown' }
	const begun = replay.requested_at.getTime() - CLOCKS_MS
	const proves = unproven || signed_at === null ? begun : signed_at.getTime() - CLOCKS_MS
	const until = submissions > 1 ? begun : proves
	const found: FoundStep[] = []
	let at: Date | null = null
	let oldest = Number.POSITIVE_INFINITY
	let seen = 0
	let Marker: string | undefined
	do {
		const input = { ClusterId: hand.settings.clusterId, ...(Marker !== undefined && { Marker }) }
		const answer = await hand.call(session.value, 'emr:ListSteps', input)
		if (answer.kind === 'refused') return { is: isDenial(answer) ? 'denied' : 'unknown' }
		const read = answer.kind === 'ok' ? page.safeParse(answer.value) : null
		if (!read?.success) return { is: 'unknown' }
		// The first page was asked first: a step that is not on it yet may be added while the others are read.
		if (seen === 0) at = answer.date
		const { Steps } = read.data
		seen += Steps.length
		for (const { Id, Name, Status } of Steps) {
			if (isOf(part, Name)) found.unshift({ stepId: Id, state: Status.State })
			oldest = Math.min(oldest, Status.Timeline?.CreationDateTime?.getTime() ?? oldest)
		}
		Marker = read.data.Marker
	} while (Marker !== undefined && oldest >= until && seen < LAST_VISIBLE)
	return { is: 'told', found, complete: oldest < proves || seen < LAST_VISIBLE, at }
}

const cluster = z.object({ Cluster: z.object({ LogUri: z.string() }) })
const objects = z.object({
	Contents: z.array(z.object({ Key: z.string(), LastModified: z.date() })).default([]),
	NextContinuationToken: z.string().optional(),
})

/** A cluster that has worked for years has many folders; EMR takes ten questions at once and one in two seconds. */
const MOST_PAGES = 20
const MOST_ASKED = 10

/**
 * Looks for steps of a part among those that have written logs since it was sent. They come minutes late, and a step that
 * waits has none.
 */
export async function searchLogs(
	hand: Hand,
	{ requested_at }: ReplayRecord,
	part: PartRecord,
	db: Kysely<Database>,
): Promise<LogsFact> {
	const { position, unproven, signed_at } = part
	const { clusterId, bucket, catalogId } = hand.settings
	const emr = await hand.open('find', { position })
	const files = await hand.open('files', { position })
	if (emr.kind !== 'ok' || files.kind !== 'ok') return { is: 'unknown' }
	const described = await hand.call(emr.value, 'emr:DescribeCluster', { ClusterId: clusterId })
	const read = described.kind === 'ok' ? cluster.safeParse(described.value) : null
	const [, logBucket, folder = ''] = /^s3n?:\/\/([^/]+)\/?(.*)$/.exec(read?.data?.Cluster.LogUri ?? '') ?? []
	if (logBucket !== bucket) return { is: 'unknown' }
	const Prefix = `${folder === '' || folder.endsWith('/') ? folder : `${folder}/`}${clusterId}/steps/`
	const since = (unproven || signed_at === null ? requested_at : signed_at).getTime() - CLOCKS_MS
	const written = new Set<string>()
	let ContinuationToken: string | undefined
	for (let pages = 0; pages < MOST_PAGES; pages++) {
		const input = { Bucket: bucket, Prefix, ExpectedBucketOwner: catalogId, ContinuationToken }
		const answer = await hand.call(files.value, 's3:ListObjectsV2', input)
		const listed = answer.kind === 'ok' ? objects.safeParse(answer.value) : null
		if (!listed?.success) return { is: 'unknown' }
		for (const { Key, LastModified } of listed.data.Contents) {
			const [id = ''] = Key.slice(Prefix.length).split('/')
			if (LastModified.getTime() >= since) written.add(id)
		}
		ContinuationToken = listed.data.NextContinuationToken
		if (ContinuationToken === undefined) break
	}
	const known = await recordedStepIds(db, hand.settings)
	const found: FoundStep[] = []
	for (const stepId of [...written].filter((id) => !known.has(id)).slice(0, MOST_ASKED)) {
		const step = await describeStep(hand, part, stepId, 'find')
		if (step.is === 'told') found.push({ stepId, state: step.step.state })
	}
	return { is: 'told', found }
}
