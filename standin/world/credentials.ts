import { z } from 'zod'
import { type Account, findRole, MOST_SESSION_SECONDS, sessionOf } from './account.ts'
import type { Keyring } from './keyring.ts'
import { parseFields } from './knobs.ts'

const callSchema = z.object({
	role: z.string({ error: 'must be the ARN or the name of a role' }),
	sessionName: z
		.string({ error: 'must be text' })
		.regex(/^[\w+=,.@-]{2,64}$/, 'must be 2 to 64 of letters, digits and _+=,.@-'),
	seconds: z
		.int({ error: 'must be whole seconds' })
		.min(1, 'must be at least 1')
		.max(MOST_SESSION_SECONDS, `must be at most ${MOST_SESSION_SECONDS}`)
		.default(3600),
})

/**
 * `POST /_world/credentials`: what STS would hand to a terminal, for calls signed by hand. Roles of the identity pool
 * are left out, since Cognito alone gives those, with an identity.
 */
export function issueCredentials(account: Account, keyring: Keyring, json: unknown): object | { error: string } {
	const parsed = parseFields(callSchema, json)
	if ('error' in parsed) return parsed
	const { role: wanted, sessionName, seconds } = parsed.value
	const offered = account.roles.filter(({ trust }) => trust !== 'identity-pool')
	const role = findRole(account, wanted)
	if (!role || !offered.includes(role)) {
		const names = offered.map(({ name }) => name).join(', ')
		return {
			error: `role: ${role ? 'only Cognito gives credentials of' : 'there is no'} "${wanted}"; choose of ${names}`,
		}
	}
	const issued = keyring.issue(sessionOf(account, role, sessionName, null), seconds)
	const { accessKeyId, secretAccessKey, sessionToken, expiresAt, session } = issued
	const expiration = new Date(expiresAt ?? 0).toISOString()
	return { accessKeyId, secretAccessKey, sessionToken, expiration, userArn: session.userArn }
}
