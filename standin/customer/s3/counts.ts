import type { Answer } from '../call.ts'
import { invalidArgument } from './refuse.ts'
import type { S3Request } from './request.ts'

const MOST = 2_147_483_647
/** No answer lists more (API reference of each listing). */
const PAGE = 1000

/** Reads `max-keys` and its kin: how many rows a page may hold. */
export function readLimit({ call }: S3Request, name: string): { limit: number } | Answer {
	const value = call.query.get(name)
	if (value === null || value === '') return { limit: PAGE }
	if (!/^-?\d{1,10}$/.test(value) || Number(value) > MOST)
		return invalidArgument(call, `Provided ${name} not an integer or within integer range`, name, value)
	if (Number(value) < 0)
		return invalidArgument(call, `Argument ${name} must be an integer between 0 and ${MOST}`, name, value)
	return { limit: Math.min(Number(value), PAGE) }
}
