import type { Kysely } from 'kysely'
import type { StoredStep } from '../store/cluster-schema.ts'
import type { CheckedSettings, Database } from '../store/schema.ts'

export { causeOfStep, STEP_IS_OVER } from './catalogue.ts'
export { readStep } from './described.ts'

/** A step of a cluster, by the settings through which it was submitted. */
export type StepPlace = Pick<CheckedSettings, 'catalogId' | 'region' | 'clusterId'> & { stepId: string }

const columnsOf = ({ catalogId, region, clusterId, stepId }: StepPlace) => ({
	account_id: catalogId,
	region,
	cluster_id: clusterId,
	step_id: stepId,
})

/** Has the cluster's page list a step that Sluice submitted. One that is listed already stays as it is. */
export async function recordStep(
	db: Kysely<Database>,
	place: StepPlace,
	submitted: { sourceId: string; replayId: string; by: string; at: Date },
): Promise<void> {
	const { sourceId, replayId, by, at } = submitted
	await db
		.insertInto('cluster_steps')
		.values({
			...columnsOf(place),
			source_id: sourceId,
			replay_id: replayId,
			submitted_by: by,
			submitted_at: at,
		})
		.onConflict((conflict) => conflict.doNothing())
		.execute()
}

/** Keeps what EMR told of a recorded step, unless something newer is kept already. */
export async function keepDescription(
	db: Kysely<Database>,
	place: StepPlace,
	description: StoredStep,
	at: Date,
): Promise<void> {
	await db
		.updateTable('cluster_steps')
		.set({ description: JSON.stringify(description), described_at: at })
		.where(({ and }) => and(columnsOf(place)))
		.where(({ or, eb }) => or([eb('described_at', 'is', null), eb('described_at', '<=', at)]))
		.execute()
}

/** The release of a cluster as it was last described through the settings of a source; null: it never was. */
export async function releaseLabelOf(
	db: Kysely<Database>,
	{ sourceId, clusterId }: { sourceId: string; clusterId: string },
): Promise<string | null> {
	const record = await db
		.selectFrom('clusters')
		.select('description')
		.where('source_id', '=', sourceId)
		.where('cluster_id', '=', clusterId)
		.executeTakeFirst()
	return record?.description?.releaseLabel ?? null
}

/** Ids of all steps that Sluice submitted to a cluster, or found to be its own. */
export async function recordedStepIds(db: Kysely<Database>, place: Omit<StepPlace, 'stepId'>): Promise<Set<string>> {
	const { step_id: _, ...columns } = columnsOf({ ...place, stepId: '' })
	const rows = await db
		.selectFrom('cluster_steps')
		.select('step_id')
		.where(({ and }) => and(columns))
		.execute()
	return new Set(rows.map(({ step_id }) => step_id))
}
