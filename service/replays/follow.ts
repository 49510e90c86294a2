import { readStep } from '../clusters/public.ts'
import type { StoredStep } from '../store/cluster-schema.ts'
import type { PartRecord } from '../store/replay-schema.ts'
import type { Hand, Purpose } from './session.ts'
import { isOf } from './step.ts'

export type DescribedStep = { is: 'told'; step: StoredStep } | { is: 'not-ours' } | { is: 'unknown' }

/** EMR's words for an id that no step of the cluster has. */
const NO_SUCH_STEP = /step id/i

/** Asks for one step and whether it is one of this part. */
export async function describeStep(
	hand: Hand,
	part: PartRecord,
	StepId: string,
	purpose: Purpose,
): Promise<DescribedStep> {
	const session = await hand.open(purpose, { position: part.position })
	if (session.kind !== 'ok') return { is: 'unknown' }
	const input = { ClusterId: hand.settings.clusterId, StepId }
	const answer = await hand.call(session.value, 'emr:DescribeStep', input)
	if (answer.kind === 'refused' && NO_SUCH_STEP.test(answer.message)) return { is: 'not-ours' }
	const step = answer.kind === 'ok' ? readStep(answer.value) : null
	if (step === null) return { is: 'unknown' }
	return isOf(part, step.name) ? { is: 'told', step } : { is: 'not-ours' }
}
