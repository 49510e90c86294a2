import { z } from 'zod'
import type { PartRecord } from '../store/replay-schema.ts'
import { claimKey } from './claim-key.ts'
import { describeStep } from './follow.ts'
import type { ClaimFact } from './move.ts'
import { readObject } from './object.ts'
import type { Hand } from './session.ts'

const claim = z.object({ token: z.string(), stepId: z.string() })

/** Which step did the work of a part, by the object that the job puts before it begins. EMR has to confirm its word. */
export async function readClaim(hand: Hand, part: PartRecord): Promise<ClaimFact> {
	const object = await readObject(hand, part, claimKey(part.token))
	if (object.is !== 'told') return object
	const read = claim.safeParse(object.value)
	if (!read.success || read.data.token !== part.token) return { is: 'odd' }
	const { stepId } = read.data
	const step = await describeStep(hand, part, stepId, 'find')
	if (step.is === 'told') return { is: 'held', stepId }
	return step.is === 'not-ours' ? { is: 'odd' } : { is: 'unknown' }
}
