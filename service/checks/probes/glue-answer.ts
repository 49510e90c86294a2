import { z } from 'zod'
import type { AwsAnswer } from '../../aws/ports.ts'
import { ALLOWED, type Meaning, type Rule } from '../probe.ts'

/** Glue authorizes before it looks whether something exists, so these prove the right. */
export const MISSING: Rule = { codes: ['EntityNotFoundException'], means: ALLOWED }
export const EXISTS: Rule = { codes: ['AlreadyExistsException'], means: ALLOWED }

const batch = z.object({
	Errors: z
		.array(z.object({ ErrorDetail: z.object({ ErrorCode: z.string(), ErrorMessage: z.string().default('') }) }))
		.default([]),
})

/** A batch may succeed as a whole and refuse each of its items. */
export function batchMeaning(answer: AwsAnswer): Meaning | null {
	if (answer.kind !== 'ok') return null
	const read = batch.safeParse(answer.value)
	if (!read.success) return { is: 'error', headline: 'Glue answered the batch in a form that Sluice cannot read.' }
	const errors = read.data.Errors.map(({ ErrorDetail }) => ErrorDetail)
	const denied = errors.find(({ ErrorCode }) => ErrorCode === 'AccessDeniedException')
	if (denied) return { is: 'denied', text: denied.ErrorMessage }
	const other = errors.find(({ ErrorCode }) => ErrorCode !== 'EntityNotFoundException')
	return other
		? { is: 'error', headline: `Glue answered ${other.ErrorCode}, which tells nothing of the right.` }
		: ALLOWED
}

const tables = z.object({ TableList: z.array(z.object({ Name: z.string() })).optional() })

/** A table of the database; null when it has none, undefined when the answer is none. */
export function firstTable(answer: AwsAnswer | null): string | null | undefined {
	if (answer?.kind !== 'ok') return undefined
	const read = tables.safeParse(answer.value)
	return read.success ? (read.data.TableList?.[0]?.Name ?? null) : undefined
}

export const isMissing = (answer: AwsAnswer | null) =>
	answer?.kind === 'refused' && answer.code === 'EntityNotFoundException'
