import type { Layer, PolicySet, Verdict } from '../../lib/iam/access.ts'
import type { RequestContext } from '../../lib/iam/context.ts'
import { evaluate } from '../../lib/iam/evaluate.ts'
import type { CustomerWorld } from './account.ts'
import type { AwsCall } from './call.ts'
import { denialText } from './denial-text.ts'
import type { NamedPolicy } from './policy.ts'

export type Ask = {
	/** `service:Name`. */
	action: string
	/** ARN, or `*` for an action that has no resource type. */
	resource: string
	/** Number of the account that owns the resource. */
	resourceAccount: string
	/** Bucket policy, key policy, trust policy; left out when there is none. A `kms:` action needs its key policy. */
	resourcePolicy?: NamedPolicy | null
	/** Keys that only the service knows (`s3:prefix`, `elasticmapreduce:ResourceTag/x`, `kms:ViaService`). The `aws:` ones are added. */
	context?: RequestContext
}

export type Denied = {
	/** The whole message in the wording of the caller's account. */
	text: string
	layer: Layer
	explicit: boolean
	/** Of the policy that denies, where it has one; told whatever the wording. */
	policyArn: string | null
}

/** May the caller do this, by all policies around the call? Null when allowed. */
export function authorize(call: AwsCall, world: CustomerWorld, ask: Ask): Denied | null {
	const { session } = call
	const named = {
		identity: session.identityPolicies,
		resource: ask.resourcePolicy ? [ask.resourcePolicy] : [],
		boundary: session.boundary ? [session.boundary] : [],
		session: session.sessionPolicy ? [{ arn: null, document: session.sessionPolicy }] : [],
		scp: call.account.scps,
		rcp: world.account(ask.resourceAccount)?.rcps ?? [],
	}
	const verdict = judged(call, ask, {
		identity: named.identity.map(({ document }) => document),
		resource: ask.resourcePolicy?.document,
		boundary: session.boundary?.document,
		session: session.sessionPolicy,
		scps: documents(named.scp),
		rcps: documents(named.rcp),
	})
	// A document that AWS would not have stored is a mistake of the world's data, never an answer.
	if (verdict.decision === 'invalid')
		throw new Error(`account ${session.accountId}: malformed ${verdict.layer} policy: ${verdict.reason}`)
	if (verdict.decision === 'allowed' || verdict.layer === null) return null
	const { layer } = verdict
	const explicit = verdict.decision === 'explicitDeny'
	const policyArn = arnOf(verdict, layer === 'scp' || layer === 'rcp' ? named[layer] : [named[layer]])
	// Across accounts AWS tells no layer (S3 guide, troubleshoot 403; IAM guide, access denied messages).
	const wording = verdict.crossAccount ? 'cross-account' : call.account.wording
	const text = denialText({ ...ask, principal: session.sessionArn, layer, explicit, policyArn }, wording)
	return { text, layer, explicit, policyArn }
}

/**
 * A key answers to its key policy first: without an Allow there (to the caller, or to the account, which then leaves
 * it to IAM) no identity policy helps, not even in the same account (KMS developer guide, key policies).
 */
function judged(call: AwsCall, ask: Ask, policies: PolicySet): Verdict {
	const request = {
		principal: call.session.sessionArn,
		action: ask.action,
		resource: ask.resource,
		resourceAccount: ask.resourceAccount,
		context: { ...conditionKeys(call, ask), ...ask.context },
	}
	const verdict = evaluate(request, policies)
	if (!ask.action.startsWith('kms:') || verdict.decision === 'explicitDeny') return verdict
	const elsewhere = { ...request, resourceAccount: 'another account' }
	const keyAlone = evaluate(elsewhere, { identity: [EVERYTHING], resource: policies.resource })
	return keyAlone.decision === 'implicitDeny' ? { ...keyAlone, crossAccount: verdict.crossAccount } : verdict
}

const EVERYTHING = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }

const documents = (levels: NamedPolicy[][]): unknown[][] => levels.map((level) => level.map(({ document }) => document))

/** The ARN of the policy that denies, or of the one whose Allow is missing when the layer has no other. */
function arnOf({ because, layer, decision }: Verdict, levels: NamedPolicy[][]): string | null {
	if (decision === 'implicitDeny') {
		const all = levels.flat()
		return all.length === 1 ? (all[0]?.arn ?? null) : null
	}
	const reason = because.find((each) => each.layer === layer && each.effect === 'Deny')
	return reason ? (levels[reason.level ?? 0]?.[reason.document]?.arn ?? null) : null
}

/** Global keys, as the IAM user guide lists them. No call of the stand-in comes over a VPC endpoint. */
function conditionKeys({ session, region, now, sourceIp, headers }: AwsCall, ask: Ask): RequestContext {
	const time = new Date(now).toISOString()
	return {
		'aws:PrincipalArn': session.principalArn,
		'aws:PrincipalAccount': session.accountId,
		'aws:PrincipalType': session.isRoleSession ? 'AssumedRole' : 'User',
		'aws:PrincipalIsAWSService': 'false',
		'aws:ViaAWSService': 'false',
		'aws:userid': session.userId,
		'aws:RequestedRegion': region,
		'aws:ResourceAccount': ask.resourceAccount,
		'aws:SourceIp': sourceIp,
		// The real endpoints have no plain-text port; the loopback wire must not decide a policy.
		'aws:SecureTransport': 'true',
		'aws:CurrentTime': `${time.slice(0, 19)}Z`,
		'aws:EpochTime': String(Math.floor(now / 1000)),
		...(headers['user-agent'] === undefined ? {} : { 'aws:UserAgent': headers['user-agent'] }),
	}
}
