import type { PlanDay, Preflight, ReplayPlan } from '../../lib/contract/replay-plan.ts'
import type { Replay, ReplayPart, ReplayRow } from '../../lib/contract/replay-record.ts'
import type { Role } from '../../lib/contract/role.ts'
import type { Me } from '../../lib/contract/sessions.ts'

export const DIGEST = `${'a'.repeat(63)}f`
export const AT = '2026-11-22T10:00:00.000Z'
const GIB = 2 ** 30

const OPERATIONS: Partial<Record<Role, string[]>> = {
	support: ['replays.plan', 'replays.submit', 'replays.cancel'],
	engineer: ['replays.plan', 'replays.submit', 'replays.cancel', 'replays.approve', 'replays.refuse', 'replays.settle'],
}

export const me = (role: Role): Me => ({
	person: `${role}@sluice.example`,
	name: 'Somebody',
	role,
	via: 'console',
	operations: OPERATIONS[role] ?? [],
	time: AT,
})

export const planDay = (day: string, over: Partial<PlanDay> = {}): PlanDay => ({
	day,
	objects: 24,
	bytes: GIB,
	loadedBy: null,
	chosen: true,
	duplicates: 'possible',
	...over,
})

export const preflight = (over: Partial<Preflight> = {}): Preflight => ({
	checkId: 'check-1',
	status: 'done',
	verdict: 'ok',
	headline: 'Everything that a replay needs is allowed.',
	notProvable: [],
	...over,
})

export const UNPROVEN = {
	findingId: 'emr-add-job-flow-steps',
	action: 'elasticmapreduce:AddJobFlowSteps',
	headline: 'No harmless call can tell whether steps may be added.',
}

export const plan = (over: Partial<ReplayPlan> = {}): ReplayPlan => ({
	planId: 'plan-1',
	sourceId: 'harbor-web',
	customer: 'Harbor Outfitters',
	region: 'us-west-2',
	clusterId: 'j-2HARB0RWEB01',
	database: 'harbor_web',
	bucket: 'harbor-outfitters-lake',
	archive: { bucket: 'sluice-archive-us-west-2', prefix: 'segment-logs/harbor-web/', layout: 'received-day' },
	sourceVersion: 3,
	status: 'done',
	progress: { done: 4, total: 4 },
	from: '2026-11-12',
	to: '2026-11-15',
	select: 'missing',
	events: [],
	requestedBy: 'support@sluice.example',
	requestedAt: AT,
	finishedAt: AT,
	ticket: 'LAKE-7',
	failure: null,
	digest: DIGEST,
	days: [
		planDay('2026-11-12', { loadedBy: 'replay-0', chosen: false, duplicates: 'certain' }),
		planDay('2026-11-13'),
		planDay('2026-11-14', { objects: 0, bytes: 0, chosen: false }),
		planDay('2026-11-15', { duplicates: 'dropped' }),
	],
	totals: { days: 2, partitions: 48, objects: 48, bytes: 2 * GIB },
	parts: [{ position: 1, from: '2026-11-13', to: '2026-11-15', days: 2, objects: 48, bytes: 2 * GIB }],
	preflight: preflight(),
	recovery: 'list',
	recoveryMeaning: 'The role may list steps, which proves what never ran.',
	limit: { days: 7, bytes: 100 * GIB, usedDays: 3, usedBytes: 10 * GIB, needsApproval: false, because: null },
	submittable: { ok: true, because: null, fix: null },
	replayId: null,
	...over,
})

export const OVER_LIMIT = {
	...plan().limit,
	needsApproval: true,
	because: 'With it 9 days of this source would be replayed within 30 days; the limit is 7.',
}

export const part = (over: Partial<ReplayPart> = {}): ReplayPart => ({
	position: 1,
	from: '2026-11-13',
	to: '2026-11-15',
	days: 2,
	objects: 48,
	bytes: 2 * GIB,
	state: 'submitted',
	token: '01K9TOKEN',
	submissions: 1,
	submittedAt: AT,
	confirmedAt: null,
	stepId: 's-1STEP',
	stepState: 'RUNNING',
	startedAt: AT,
	endedAt: null,
	rows: null,
	failure: null,
	...over,
})

export const PLANNED = {
	state: 'planned',
	submissions: 0,
	submittedAt: null,
	stepId: null,
	stepState: null,
	startedAt: null,
} as const satisfies Partial<ReplayPart>

export const row = (over: Partial<ReplayRow> = {}): ReplayRow => ({
	replayId: 'replay-1',
	planId: 'plan-1',
	sourceId: 'harbor-web',
	customer: 'Harbor Outfitters',
	region: 'us-west-2',
	clusterId: 'j-2HARB0RWEB01',
	status: 'running',
	headline: 'Part 1 of 2 is at work on the cluster.',
	from: '2026-11-13',
	to: '2026-11-20',
	days: 3,
	bytes: 3 * GIB,
	progress: { done: 0, total: 2 },
	requestedBy: 'support@sluice.example',
	requestedAt: AT,
	endedAt: null,
	ticket: 'LAKE-7',
	...over,
})

export const replay = (over: Partial<Replay> = {}): Replay => ({
	...row(),
	digest: DIGEST,
	select: 'missing',
	events: [],
	partitions: 72,
	objects: 72,
	preflight: preflight(),
	acknowledged: [],
	recovery: 'list',
	recoveryMeaning: 'The role may list steps, which proves what never ran.',
	approval: { needed: false, because: null, decision: null, by: null, at: null, reason: null },
	failure: null,
	cancellation: {
		possible: true,
		meaning: 'The running step stops: EMR 6.15 cancels running steps.',
		by: null,
		at: null,
	},
	parts: [
		part(),
		part({ position: 2, from: '2026-11-20', to: '2026-11-20', days: 1, objects: 24, bytes: GIB, ...PLANNED }),
	],
	history: [{ at: AT, person: 'support@sluice.example', text: 'Submitted for LAKE-7.' }],
	...over,
})

export const AWAITING = {
	status: 'awaiting-approval',
	headline: 'Needs the approval of another person.',
	approval: { needed: true, because: OVER_LIMIT.because, decision: null, by: null, at: null, reason: null },
	parts: [part(PLANNED)],
} as const satisfies Partial<Replay>

/** What the service leaves for viewers and auditors. */
export function redactedPlan({ bucket: _b, archive: _a, ...rest }: ReplayPlan): ReplayPlan {
	return rest
}
