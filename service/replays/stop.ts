import { z } from 'zod'
import type { PartRecord } from '../store/replay-schema.ts'
import type { Hand } from './session.ts'

const answer = z.object({
	CancelStepsInfoList: z
		.array(z.object({ StepId: z.string(), Status: z.string(), Reason: z.string().optional() }))
		.default([]),
})

/** Asks EMR to stop steps: whether it does, only their states show. Answers what it said against it, by step. */
export async function stopSteps(hand: Hand, { position }: PartRecord, stepIds: string[]): Promise<Map<string, string>> {
	const session = await hand.open('stop', { position, stepIds })
	const nothing = (code: string) => new Map(stepIds.map((id) => [id, code]))
	if (session.kind !== 'ok') return nothing('no session')
	const input = { ClusterId: hand.settings.clusterId, StepIds: stepIds }
	const told = await hand.call(session.value, 'emr:CancelSteps', input)
	if (told.kind !== 'ok') {
		const code = told.kind === 'refused' ? told.code : told.cause
		hand.told('stop', { status: told.httpStatus ?? 504, code })
		return nothing(code)
	}
	const read = answer.safeParse(told.value)
	const refused = (read.data?.CancelStepsInfoList ?? []).filter(({ Status }) => Status !== 'SUBMITTED')
	return new Map(refused.map(({ StepId, Status, Reason }) => [StepId, Reason ?? Status]))
}
