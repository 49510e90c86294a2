import type { Kysely } from 'kysely'
import type { Recovery } from '../../lib/contract/replay-plan.ts'
import { judgedCheck } from '../checks/public.ts'
import type { Database } from '../store/schema.ts'

/** For every reader: what happens when the answer to a submission is lost. */
export const RECOVERY_MEANING: Record<Recovery, string> = {
	list: 'If the answer to a submission is lost, the list of steps shows whether the step exists; it is sent again only once AWS can no longer accept the first one.',
	claim:
		'The role may not list steps. If the answer to a submission is lost, the step is sent again once AWS can no longer accept the first one; the job takes a claim before it works, so a second copy ends at once.',
	decide:
		'The role may not list steps and the job takes no claim. If the answer to a submission is lost and the step is not found, an engineer or admin decides whether it is sent again.',
}

/** How lost answers are recovered from, as the preflight saw the role. Null until it has told. */
export async function recoveryOf(
	db: Kysely<Database>,
	checkId: string,
	honoursClaim: boolean,
): Promise<Recovery | null> {
	const { status, findings } = await judgedCheck(db, checkId)
	if (status !== 'done') return null
	const listSteps = findings.find(({ findingId }) => findingId === 'emr-list-steps')
	if (listSteps?.outcome === 'allowed') return 'list'
	return honoursClaim ? 'claim' : 'decide'
}
