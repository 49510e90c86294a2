import { readDenial } from '../../lib/iam/denial.ts'
import type { AwsAnswer, AwsFailure, AwsRefusal } from '../aws/ports.ts'
import { ALLOWED, type CallWay, type Meaning, type Scene } from './probe.ts'

/** S3 and STS, Glue and EMR, and S3 where the answer has no body. */
const DENIALS = new Set(['AccessDenied', 'AccessDeniedException', 'Forbidden'])

export const isDenial = ({ code }: AwsRefusal): boolean => DENIALS.has(code)

/** Whether our own session policy refused: then the belt is too tight, and nothing is learned of the customer. */
export const isOurBelt = (text: string): boolean => readDenial(text).layer === 'session'

const FAILURES: Record<AwsFailure['cause'], string> = {
	timeout: 'AWS gave no answer in time.',
	network: 'AWS could not be reached.',
	throttled: 'AWS throttled the call each time it was tried.',
	server: 'AWS failed to answer.',
	'circuit-open': 'The account gave no answers lately, so this was not asked.',
	ours: 'AWS did not take the call as Sluice made it: the fault is ours.',
}

export const failed = ({ cause }: AwsFailure): Meaning => ({ is: 'error', headline: FAILURES[cause] })

export const unexpected = ({ code }: AwsRefusal): Meaning => ({
	is: 'error',
	headline: `AWS answered ${code}, which tells nothing of the right.`,
})

/** What an answer means for the right that the call asked about. Whatever is not known to prove something proves nothing. */
export function meaningOf({ read, rules }: CallWay, answer: AwsAnswer, scene: Scene): Meaning {
	if (answer.kind === 'failed') return failed(answer)
	const own = read?.(answer, scene)
	if (own) return own
	if (answer.kind === 'ok') return ALLOWED
	const { code, message } = answer
	const rule = rules.find(({ codes, text }) => codes.includes(code) && (!text || text.test(message)))
	if (rule) return rule.means
	return isDenial(answer) ? { is: 'denied', text: message } : unexpected(answer)
}
