import type { StoredStep } from '../store/cluster-schema.ts'
import type { PartRecord, ReplayRecord } from '../store/replay-schema.ts'
import type { Facts } from './move.ts'

export const SIGNED = new Date('2026-11-20T10:00:00.000Z')
export const later = (ms: number) => new Date(SIGNED.getTime() + ms)

export const aReplay = (changes: Partial<ReplayRecord> = {}): ReplayRecord => ({
	...{ replay_id: 'rpl-1', plan_id: 'pln-1', source_id: 'src-1', customer: 'Northwind', status: 'running' },
	...{ digest: 'd', days: 14, bytes: 1, recovery: 'list', acknowledged: [], requested_by: 'sam@sluice.example' },
	requested_at: SIGNED,
	requester: {
		...{ requestId: 'request-1=', identityId: null, person: 'sam@sluice.example' },
		...{ roleArn: 'arn:aws:iam::111122223333:role/sluice-cli-support', role: 'support', sourceIp: '203.0.113.7' },
	},
	...{ ticket: 'LAKE-7', over_limit: null, decision: null, decided_by: null, decided_at: null, decided_because: null },
	...{ cancelled_by: null, cancelled_at: null, attempt: 1, due_at: null, ended_at: null, failure: null },
	held_at: null,
	...changes,
})

export const aPart = (changes: Partial<PartRecord> = {}): PartRecord => ({
	...{ replay_id: 'rpl-1', position: 1, from_day: '2026-03-01', to_day: '2026-03-07', days: 7, objects: 1, bytes: 1 },
	...{
		token: '01TOKEN',
		state: 'planned',
		submissions: 0,
		unproven: false,
		signed_at: null,
		step_id: null,
		step: null,
	},
	...{ described_at: null, rows: null, ended_at: null, failure: null },
	...changes,
})
/** Sent once; whether there is a step is not known. */
export const lost = (changes: Partial<PartRecord> = {}) =>
	aPart({ state: 'confirming', submissions: 1, signed_at: SIGNED, ...changes })
export const followed = (changes: Partial<PartRecord> = {}) =>
	aPart({ state: 'submitted', submissions: 1, signed_at: SIGNED, step_id: 's-1', described_at: SIGNED, ...changes })

export const known = (changes: Partial<Facts> = {}): Facts => ({
	...{
		changed: null,
		honoursClaim: true,
		claim: null,
		list: null,
		logs: null,
		step: null,
		report: null,
		stopped: false,
		othersStopped: false,
	},
	...changes,
})

export const aStep = (state: string, failure: StoredStep['failure'] = null): StoredStep => ({
	...{ name: 'sluice-replay/01TOKEN', state, actionOnFailure: 'CONTINUE', failure },
	timeline: { createdAt: SIGNED.toISOString(), startedAt: null, endedAt: SIGNED.toISOString() },
})
export const told = (state: string, before: Date | null = null): Facts['step'] => ({
	is: 'told',
	step: aStep(state),
	before,
})
