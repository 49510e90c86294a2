import { type Kysely, sql } from 'kysely'
import type { ClusterStep } from '../../lib/contract/cluster-status.ts'
import type { ClusterRecord, ClusterStepRecord } from '../store/cluster-schema.ts'
import type { Database } from '../store/schema.ts'
import { placeOf } from './attempt.ts'
import { causeOfStep, STEP_IS_OVER } from './catalogue.ts'

/** As many as a page shows. */
const SHOWN = 50
/** DescribeStep allows ten at once and one in two seconds, shared with the customer's own tools. */
const ASKED = 5

type Placed = Pick<ClusterRecord, 'settings' | 'cluster_id'>

/** Steps that Sluice submitted to each of these clusters, newest first, in the order of the clusters. */
export async function stepsOfEach(db: Kysely<Database>, records: readonly Placed[]): Promise<ClusterStepRecord[][]> {
	if (records.length === 0) return []
	const places = records.map(placeOf)
	const { rows } = await sql<ClusterStepRecord>`
		select step.* from jsonb_to_recordset(${JSON.stringify(places)}::jsonb)
			as wanted (account_id text, region text, cluster_id text)
		cross join lateral (
			select * from cluster_steps
			where cluster_steps.account_id = wanted.account_id and cluster_steps.region = wanted.region
				and cluster_steps.cluster_id = wanted.cluster_id
			order by submitted_at desc, step_id desc limit ${SHOWN}
		) as step`.execute(db)
	const byPlace = Map.groupBy(rows, keyOf)
	return places.map((place) => byPlace.get(keyOf(place)) ?? [])
}

export const recordedSteps = async (db: Kysely<Database>, record: Placed): Promise<ClusterStepRecord[]> =>
	(await stepsOfEach(db, [record])).flat()

const keyOf = ({ account_id, region, cluster_id }: Pick<ClusterStepRecord, 'account_id' | 'region' | 'cluster_id'>) =>
	`${account_id} ${region} ${cluster_id}`

const isOver = ({ description }: ClusterStepRecord) => description !== null && STEP_IS_OVER.has(description.state)

/** Steps whose state may have changed, those not asked for the longest time first. */
export const stepsToAsk = (steps: readonly ClusterStepRecord[]): string[] =>
	steps
		.filter((step) => !isOver(step))
		.sort((a, b) => (a.described_at?.getTime() ?? 0) - (b.described_at?.getTime() ?? 0))
		.slice(0, ASKED)
		.map(({ step_id }) => step_id)

/** The latest failure first, then the newest. */
export function shownSteps(steps: readonly ClusterStepRecord[]): ClusterStep[] {
	const failed = steps.find(({ description }) => description?.state === 'FAILED')
	const ordered = failed ? [failed, ...steps.filter((step) => step !== failed)] : steps
	return ordered.map(asStep)
}

const NOT_YET = { createdAt: null, startedAt: null, endedAt: null }

function asStep({ description, described_at, ...record }: ClusterStepRecord): ClusterStep {
	const failure = description?.failure ?? null
	const failed = description?.state === 'FAILED'
	const cause = failed ? causeOfStep(failure?.reason ?? null, failure?.message ?? null) : null
	return {
		stepId: record.step_id,
		submittedAt: record.submitted_at.toISOString(),
		submittedBy: record.submitted_by,
		replayId: record.replay_id,
		asOf: described_at?.toISOString() ?? null,
		name: description?.name ?? null,
		state: description?.state ?? null,
		actionOnFailure: description?.actionOnFailure ?? null,
		timeline: description?.timeline ?? NOT_YET,
		failure: cause && {
			reason: failure?.reason ?? null,
			meaning: cause.meaning,
			nextAction: cause.next,
			message: failure?.message ?? null,
			logFile: failure?.logFile ?? null,
		},
	}
}
