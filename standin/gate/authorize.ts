import type { Layer } from '../../lib/iam/access.ts'
import { evaluate } from '../../lib/iam/evaluate.ts'
import type { IssuedCredentials } from '../world/keyring.ts'
import { accessDenied, type Refusal, uriTooLong, type Wording } from './refusal.ts'
import { valuesOf, type WireRequest } from './wire-request.ts'

const ACTION = 'execute-api:Invoke'
/** Longest ARN of an authorised method (developer guide, limits). */
const ARN_BYTES = 1600

export type Invocation = {
	request: WireRequest
	/** `arn:aws:execute-api:REGION:ACCOUNT:APIID/STAGE/METHOD/PATH` */
	methodArn: string
	/** The account that owns the API. */
	accountId: string
	/** The deployed resource policy as JSON text. */
	resourcePolicy: string
	/** Null for an unsigned call. */
	caller: IssuedCredentials | null
	now: number
	wording: Wording
}

/**
 * Resource policy and the caller's own policies together, within what bounds the caller; null when allowed (developer guide,
 * tables A and B).
 */
export function authorize(invocation: Invocation): Refusal | null {
	const { caller, methodArn, accountId } = invocation
	if (Buffer.byteLength(methodArn) > ARN_BYTES) return uriTooLong
	const verdict = evaluate(
		{
			principal: caller?.session.userArn ?? 'anonymous',
			action: ACTION,
			resource: methodArn,
			resourceAccount: accountId,
			context: conditionKeys(invocation),
		},
		{
			identity: caller?.session.identityPolicies ?? [],
			resource: JSON.parse(invocation.resourcePolicy),
			boundary: caller?.session.boundary ?? null,
			session: caller?.session.sessionPolicy ?? null,
			scps: [],
			rcps: [],
		},
	)
	if (verdict.decision === 'allowed') return null
	const kind = KINDS[verdict.layer ?? 'resource'] ?? 'resource-based policy'
	return accessDenied(
		`User: ${caller?.session.userArn ?? 'anonymous'} is not authorized to perform: ${ACTION} on resource: ${masked(methodArn, accountId)}${reason(verdict.decision === 'explicitDeny', kind, invocation.wording)}`,
	)
}

/** Which policy a refusal speaks of; an API has no organization in this world. */
const KINDS: Partial<Record<Layer, string>> = {
	identity: 'identity-based policy',
	boundary: 'permissions boundary',
	session: 'session policy',
}

function reason(explicit: boolean, kind: string, wording: Wording): string {
	if (wording === 'old') return explicit ? ' with an explicit deny' : ''
	if (!explicit) return ` because no ${kind} allows the ${ACTION} action`
	return ` with an explicit deny in ${kind.startsWith('i') ? 'an' : 'a'} ${kind}`
}

/** The API's account is shown by its last four digits, wherever it stands in the ARN. */
function masked(arn: string, accountId: string): string {
	return arn.replace(`:${accountId}:`, `:********${accountId.slice(-4)}:`)
}

/** Keys of "AWS condition keys that can be used in API Gateway resource policies". Absent is not the same as empty. */
function conditionKeys({ request, caller, now }: Invocation): Record<string, string> {
	const seconds = Math.floor(now / 1000)
	const keys: Record<string, string> = {
		'aws:SourceIp': request.sourceIp,
		// The real endpoint has no plain-text port; the loopback wire must not decide a policy.
		'aws:SecureTransport': 'true',
		'aws:CurrentTime': new Date(seconds * 1000).toISOString().replace('.000Z', 'Z'),
		'aws:EpochTime': String(seconds),
	}
	const [userAgent] = valuesOf(request.headers, 'user-agent')
	if (userAgent !== undefined) keys['aws:UserAgent'] = userAgent
	const [referer] = valuesOf(request.headers, 'referer')
	if (referer !== undefined) keys['aws:Referer'] = referer
	if (caller === null) return keys
	const { session, issuedAt } = caller
	return {
		...keys,
		'aws:PrincipalArn': session.principalArn,
		'aws:PrincipalAccount': session.accountId,
		'aws:PrincipalType': session.userArn.includes(':assumed-role/') ? 'AssumedRole' : 'User',
		'aws:userid': session.userId,
		'aws:TokenIssueTime': new Date(issuedAt).toISOString(),
	}
}
