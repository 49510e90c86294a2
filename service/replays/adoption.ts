import { recordStep } from '../clusters/public.ts'
import type { PartRecord } from '../store/replay-schema.ts'
import type { Attempt } from './attempt.ts'

/** The part has this step from now on, and the page of its cluster lists it. */
export async function adopted(
	attempt: Attempt,
	{ position, signed_at }: Pick<PartRecord, 'position' | 'signed_at'>,
	from: 'submitting' | 'confirming' | 'submitted',
	stepId: string,
	history: string,
): Promise<void> {
	const { record, plan } = attempt
	await attempt.change({
		status: { to: 'running' },
		part: { position, from, set: { state: 'submitted', step_id: stepId, step: null, described_at: null } },
		history,
		and: (transaction, at) =>
			recordStep(
				transaction,
				{ ...plan.settings, stepId },
				{
					sourceId: record.source_id,
					replayId: record.replay_id,
					by: record.requested_by,
					at: signed_at ?? at,
				},
			),
	})
}
