import { readDenial } from '../../lib/iam/denial.ts'
import type { AwsAnswer, AwsOperation, RoleSession } from '../aws/ports.ts'
import type { CheckPorts } from './ports.ts'
import { isDenial } from './reading.ts'

/** `sound`: the API authorizes before it validates, so its objection proves the right. Null: nobody could tell. */
export type Proof = { sound: boolean | null; calibratedAt: Date | null }

const UNDECIDED: Proof = { sound: null, calibratedAt: null }

/**
 * Asks the same again in a session that is not allowed to: only an API that authorizes first can answer that with a
 * denial. `open` opens such a session; it is opened at most once, and only if no earlier check has settled the question.
 */
export function createControl(
	{ access, soundness, now }: Pick<CheckPorts, 'access' | 'soundness' | 'now'>,
	open: () => Promise<AwsAnswer<RoleSession>>,
) {
	let opened: Promise<AwsAnswer<RoleSession>> | null = null

	return async (
		operation: AwsOperation,
		input: Record<string, unknown>,
		region: string,
		primary: AwsAnswer,
	): Promise<Proof> => {
		const kept = await soundness.find(operation, region)
		if (kept) return kept
		opened ??= open()
		const session = await opened
		if (session.kind !== 'ok') return UNDECIDED
		const sound = compare(primary, await access.call(session.value, operation, input))
		if (sound === null) return UNDECIDED
		await soundness.keep(operation, region, sound)
		return { sound, calibratedAt: now() }
	}
}

function compare(primary: AwsAnswer, control: AwsAnswer): boolean | null {
	if (primary.kind !== 'refused' || control.kind !== 'refused') return null
	if (control.code === primary.code) return false
	if (!isDenial(control)) return null
	const { layer } = readDenial(control.message)
	return layer === null || layer === 'session' ? true : null
}
