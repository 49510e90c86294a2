import type { ClusterDescription, ClusterRow, ClusterStatus, InstancePanel } from '../../lib/contract/cluster-status.ts'
import type { ClusterRecord, ClusterStepRecord, NoSuccess, StoredDescription } from '../store/cluster-schema.ts'
import { causeOfState, STATE_MEANING, UNKNOWN_STATE } from './catalogue.ts'
import { isThrottled } from './pace.ts'
import { shownSteps } from './steps.ts'
import { vendorTag } from './vendor-tag.ts'
import { type Verdict, verdictOf } from './verdict.ts'

/** Null while no fetch has ended. */
function verdictOfRecord(record: ClusterRecord, steps: readonly ClusterStepRecord[]): Verdict | null {
	const { look, description, settings } = record
	if (look === null) return null
	const known = steps.flatMap((step) => step.description ?? [])
	return verdictOf({ look, region: settings.region, description, steps: known })
}

const ageOf = (at: Date, now: Date) => Math.max(0, now.getTime() - at.getTime())

function headOf(record: ClusterRecord, verdict: Verdict | null, now: Date) {
	const { looked_at, fetching_since, attempt } = record
	return {
		clusterId: record.cluster_id,
		sourceId: record.source_id,
		customer: record.customer,
		region: record.settings.region,
		verdict: verdict?.verdict ?? null,
		headline: verdict?.headline ?? null,
		fetchedAt: looked_at?.toISOString() ?? null,
		ageMs: looked_at && ageOf(looked_at, now),
		fetching: fetching_since && { since: fetching_since.toISOString(), restarts: Math.max(0, attempt - 1) },
		requestedBy: record.requester.person,
		requestedAt: record.requested_at.toISOString(),
	}
}

export const asRow = (record: ClusterRecord, steps: readonly ClusterStepRecord[], now: Date): ClusterRow => ({
	...headOf(record, verdictOfRecord(record, steps), now),
	state: record.description?.state ?? null,
})

/** `clusterOfSettings`: the one that the source's settings name now. */
export function asStatus(
	record: ClusterRecord,
	steps: readonly ClusterStepRecord[],
	clusterOfSettings: string,
	now: Date,
): ClusterStatus {
	const verdict = verdictOfRecord(record, steps)
	const { description, described_at, look } = record
	return {
		...headOf(record, verdict, now),
		inSettings: record.cluster_id === clusterOfSettings,
		confidence: verdict?.confidence ?? null,
		nextAction: verdict?.next ?? null,
		addressee: verdict?.addressee ?? null,
		hypotheses: verdict?.hypotheses ?? [],
		evidence: verdict?.evidence ? evidenceOf(verdict.evidence) : null,
		failure: record.failure,
		live: liveOf(record, now),
		cluster: description && described_at && asDescription(description, described_at, now),
		instances: description && instancesOf(description),
		steps: { ...stepsPanel(look?.stepsDenied ?? false, steps.length), items: shownSteps(steps) },
	}
}

const evidenceOf = (answer: NoSuccess): NonNullable<ClusterStatus['evidence']> => ({
	action: answer.action,
	code: answer.kind === 'refused' ? answer.code : null,
	message: answer.message,
	awsRequestId: answer.requestId,
})

function liveOf({ watched_until, next_look_at, every_ms, fetching_since, look }: ClusterRecord, now: Date) {
	if (watched_until <= now || (next_look_at === null && fetching_since === null)) return null
	const throttled = look !== null && isThrottled(look)
	return { nextAt: next_look_at?.toISOString() ?? null, everyMs: every_ms, throttled }
}

function asDescription(description: StoredDescription, at: Date, now: Date): ClusterDescription {
	const { instances: _, reasonCode, reasonMessage, ...told } = description
	return {
		...told,
		asOf: at.toISOString(),
		ageMs: ageOf(at, now),
		stateMeaning: STATE_MEANING[told.state] ?? UNKNOWN_STATE,
		reason: {
			code: reasonCode,
			meaning: causeOfState(reasonCode, reasonMessage)?.meaning ?? null,
			message: reasonMessage,
		},
		vendorTag: vendorTag(told.tags),
	}
}

const LIST_GROUPS = 'elasticmapreduce:ListInstanceGroups'

function instancesOf({ instances }: StoredDescription): InstancePanel {
	switch (instances.is) {
		case 'told':
			return { granted: true, needs: null, note: null, groups: instances.groups }
		case 'denied':
			return { granted: false, needs: LIST_GROUPS, note: null, groups: [] }
		case 'fleets':
			return {
				granted: true,
				needs: null,
				note: 'This cluster is made of instance fleets, which Sluice does not read.',
				groups: [],
			}
		case 'not-told':
			return { granted: true, needs: null, note: 'AWS did not answer this time.', groups: [] }
	}
}

function stepsPanel(denied: boolean, count: number) {
	if (denied) return { granted: false, needs: 'elasticmapreduce:DescribeStep', note: null }
	const note = count === 0 ? 'Sluice has submitted no step to this cluster.' : null
	return { granted: true, needs: null, note }
}
