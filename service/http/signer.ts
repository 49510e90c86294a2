import { isIP } from 'node:net'
import { personKey } from '../../lib/contract/sessions.ts'
import type { Caller, Refusal } from '../handler.ts'
import { IDENTITY_HEADERS } from './identity-headers.ts'
import { refuse } from './problem.ts'
import type { KnownRole } from './roles.ts'

/** Who signed, as far as the gate alone can tell: a Cognito identity has no person before its binding is looked up. */
export type Signer = Caller & { gateRequestId: string }

const SESSION_ARN = /^arn:aws:sts::(\d{12}):assumed-role\/([\w+=,.@-]{1,64})\/([\w+=,.@-]{2,64})$/
const IDENTITY_ID = /^[a-z]{2}(?:-[a-z]+)+-\d:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const REQUEST_ID = /^[\w=+/-]{1,128}$/
/** Every role session of the enhanced flow bears this name, so it says nothing about the person. */
const COGNITO_SESSION = 'CognitoIdentityCredentials'

const invalid = (header: string) =>
	refuse('identity-headers-invalid', `The header ${header} does not hold what the gate sets.`)

/**
 * Reads the gate's identity headers; call it only after the gate proof. Console roles count with a Cognito identity only,
 * terminal roles without one only. The person of a terminal is the session name, which our provider's AssumeRoleWithSAML
 * takes from the assertion (IAM user guide, AssumeRoleWithSAML).
 */
export function readSigner(
	headers: Headers,
	roleOf: (account: string, roleName: string) => KnownRole | null,
): { ok: true; signer: Signer } | Refusal {
	const read = (name: keyof typeof IDENTITY_HEADERS) => headers.get(IDENTITY_HEADERS[name]) ?? ''
	const [, account = '', roleName = '', session = ''] = SESSION_ARN.exec(read('userArn')) ?? []
	const identityId = read('identityId') || null
	const requestId = read('requestId')
	const gateRequestId = read('gateRequestId')
	const sourceIp = read('sourceIp')

	if (!account) return invalid(IDENTITY_HEADERS.userArn)
	if (read('accountId') !== account) return invalid(IDENTITY_HEADERS.accountId)
	if (identityId !== null && !IDENTITY_ID.test(identityId)) return invalid(IDENTITY_HEADERS.identityId)
	if (!REQUEST_ID.test(requestId)) return invalid(IDENTITY_HEADERS.requestId)
	if (!REQUEST_ID.test(gateRequestId)) return invalid(IDENTITY_HEADERS.gateRequestId)
	if (isIP(sourceIp) === 0) return invalid(IDENTITY_HEADERS.sourceIp)

	const known = roleOf(account, roleName)
	if (!known) return refuse('role-unknown', `The IAM role ${roleName} of account ${account} is not a role of Sluice.`)
	const isCognito = identityId !== null && session === COGNITO_SESSION
	if (known.via === 'console' ? !isCognito : identityId !== null || session === COGNITO_SESSION) {
		const detail =
			known.via === 'console'
				? `The IAM role ${roleName} counts only when Cognito hands it out to a signed-in person.`
				: `The IAM role ${roleName} is for the terminal and counts only without a Cognito identity.`
		return refuse('role-unknown', detail, { reason: 'role-out-of-place' })
	}
	const person = known.via === 'cli' ? personKey.safeParse(session) : null
	if (person && !person.success) {
		return refuse(
			'identity-not-bound',
			'The name of your terminal session is not an e-mail address, so it names nobody.',
			{
				fix: 'Assume the role through Okta, which names the session after you.',
				reason: 'session-name',
			},
		)
	}
	const { role, roleArn, via } = known
	return {
		ok: true,
		signer: {
			person: person?.data ?? null,
			name: null,
			role,
			roleArn,
			via,
			identityId,
			requestId,
			gateRequestId,
			sourceIp,
		},
	}
}
