import type { CustomerAccount } from './account.ts'
import type { NamedPolicy } from './policy.ts'

/** As the credential scope spells them. */
export type AwsService = 'sts' | 's3' | 'glue' | 'elasticmapreduce'

/** Who calls, with the policies as they are at the moment of the call: IAM reads them anew each time. */
export type CustomerSession = {
	accountId: string
	/** ARN of the IAM role (with its path) or user: what `aws:PrincipalArn` shows. */
	principalArn: string
	/** `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION` of a role session, else the user's ARN: what denials quote. */
	sessionArn: string
	userId: string
	identityPolicies: NamedPolicy[]
	boundary: NamedPolicy | null
	/** Handed over at AssumeRole; null when none was. */
	sessionPolicy: unknown
	/** Epoch milliseconds of the world's clock; null for a user's long-lived key. */
	expiresAt: number | null
	isRoleSession: boolean
}

/** One AWS request whose signature is verified. */
export type AwsCall = {
	service: AwsService
	region: string
	/**
	 * Name of the API operation: of the query API's Action, of X-Amz-Target after its dot, of S3 told from method and
	 * query (`Unknown` where that is none that the world knows).
	 */
	operation: string
	method: string
	/** As sent, not decoded. */
	rawPath: string
	query: URLSearchParams
	/** Lower-case names; several lines of one name joined by `, `. */
	headers: Record<string, string>
	body: Buffer
	requestId: string
	session: CustomerSession
	/** The caller's own account. */
	account: CustomerAccount
	/** Epoch milliseconds of the world's clock. */
	now: number
	sourceIp: string
	/**
	 * Every change of the world that this call made, one line each: `object +segment-data/x`, `upload -key`,
	 * `partition +db.table/2026-01-01`. Handlers push; it ends in the call log.
	 */
	changed: string[]
}

/** `x-amzn-RequestId` or `x-amz-request-id` and the length are added by the listener, which drops the body of a HEAD. */
export type Answer = { status: number; headers?: Record<string, string>; body: string | Buffer }
