import type { ColumnType, Generated, Selectable } from 'kysely'
import type { PlanDay, PlanPart, Recovery, Selection } from '../../lib/contract/replay-plan.ts'
import type { PartState, ReplayStatus } from '../../lib/contract/replay-record.ts'
import type { SourceSettings } from '../../lib/contract/sources.ts'
import type { StoredStep } from './cluster-schema.ts'
import type { CheckedSettings, Json, Requester } from './schema.ts'

type MaybeJson<T> = ColumnType<T | null, string | null | undefined, string | null>

/** What a replay is about, taken from the stored source when it was planned. */
export type ReplaySettings = CheckedSettings & Pick<SourceSettings, 'archive'>

export type ReplayPlansTable = {
	plan_id: string
	source_id: string
	source_version: number
	customer: string
	settings: Json<ReplaySettings>
	from_day: string
	to_day: string
	selection: Selection
	events: Json<string[]>
	requested_by: string
	requested_at: Date
	requester: Json<Requester>
	ticket: string | null
	check_id: string
	status: Generated<'running' | 'done' | 'failed'>
	attempt: Generated<number>
	listed: Generated<number>
	total: number
	days: MaybeJson<PlanDay[]>
	parts: MaybeJson<PlanPart[]>
	digest: string | null
	failure: string | null
	finished_at: Date | null
}

export type ReplaysTable = {
	replay_id: string
	plan_id: string
	source_id: string
	customer: string
	status: ReplayStatus
	digest: string
	days: number
	bytes: number
	recovery: Recovery
	acknowledged: Json<string[]>
	requested_by: string
	requested_at: Date
	requester: Json<Requester>
	ticket: string
	/** Which limit it passes, as a sentence; null: none, so nobody has to approve it. */
	over_limit: string | null
	decision: 'approved' | 'refused' | null
	decided_by: string | null
	decided_at: Date | null
	decided_because: string | null
	cancelled_by: string | null
	cancelled_at: Date | null
	attempt: Generated<number>
	due_at: Date | null
	ended_at: Date | null
	failure: string | null
	/** Since when it is not known what of it was sent: nothing is, until a person has said what never ran. */
	held_at: Date | null
}

/** Why a part did not load: `action` is what was called, `code` and `message` are the words of AWS or of EMR's FailureDetails. */
export type StoredPartFailure = {
	action: string
	code: string | null
	message: string | null
	logFile: string | null
}

export type ReplayPartsTable = {
	replay_id: string
	position: number
	from_day: string
	to_day: string
	days: number
	objects: number
	bytes: number
	/** In the step's name and in one of its arguments; the same in every submission of the part. */
	token: string
	state: Generated<PartState>
	submissions: Generated<number>
	/** A step of an earlier submission may still run: nobody could show that it never did. */
	unproven: Generated<boolean>
	signed_at: Date | null
	step_id: string | null
	step: MaybeJson<StoredStep>
	described_at: Date | null
	rows: number | null
	ended_at: Date | null
	failure: MaybeJson<StoredPartFailure>
}

export type ReplayDaysTable = {
	replay_id: string
	source_id: string
	day: string
	position: number
	state: Generated<'open' | 'loaded' | 'free'>
	settled_at: Date | null
}

export type ReplayHistoryTable = {
	replay_id: string
	position: Generated<number>
	at: Date
	person: string | null
	text: string
}

export type PlanRecord = Selectable<ReplayPlansTable>
export type ReplayRecord = Selectable<ReplaysTable>
export type PartRecord = Selectable<ReplayPartsTable>
