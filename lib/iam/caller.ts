import { arnParts } from './arn.ts'

/** Who asks, as far as a principal element can tell callers apart. */
export interface Caller {
	readonly anonymous: boolean
	readonly arn: string
	readonly account: string
	/** Name of the role without its path, which a session ARN does not carry; null for anybody but a role. */
	readonly role: string | null
}

/** Reads `request.principal`: the ARN of a session, a user or a role, or the word `anonymous`. */
export function parseCaller(principal: string): Caller {
	const [, , service, , account = '', name = ''] = arnParts(principal) ?? []
	const [kind, ...rest] = name.split('/')
	const session = service === 'sts' && kind === 'assumed-role'
	const role = service === 'iam' && kind === 'role'
	return {
		anonymous: principal === 'anonymous',
		arn: principal,
		account,
		role: (session ? rest[0] : role ? rest.at(-1) : null) ?? null,
	}
}
