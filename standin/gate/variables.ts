import { randomBytes, randomUUID } from 'node:crypto'
import type { Session } from '../world/keyring.ts'
import { type Header, valuesOf, type WireRequest } from './wire-request.ts'

/**
 * The `$context` and stage variables of one request by full name without `$` (`context.identity.userArn`).
 * A variable without value is missing: null in mappings, `-` in the log.
 */
export type Variables = Map<string, string>

export type RequestIds = { requestId: string; extendedRequestId: string }

/**
 * A caller may choose the request id, as at AWS, so nothing may rest on it alone; only printable ASCII is taken, and
 * never one of two. The extended id is always our own and ends in `=`.
 */
export function requestIds(headers: readonly Header[]): RequestIds {
	const chosen = valuesOf(headers, 'x-amzn-requestid')
	const [first = ''] = chosen
	return {
		requestId: chosen.length === 1 && /^[\x21-\x7e]{1,128}$/.test(first) ? first : randomUUID(),
		extendedRequestId: randomBytes(11).toString('base64'),
	}
}

/** What is known before anybody looked at the caller. */
export function openVariables(
	request: Omit<WireRequest, 'body'>,
	ids: RequestIds,
	api: { apiId: string; time: number; protocol: string },
): Variables {
	const variables: Variables = new Map([
		['context.requestId', ids.requestId],
		['context.extendedRequestId', ids.extendedRequestId],
		['context.requestTimeEpoch', String(api.time)],
		['context.apiId', api.apiId],
		['context.httpMethod', request.method],
		['context.path', request.path],
		['context.protocol', api.protocol],
		['context.identity.sourceIp', request.sourceIp],
	])
	const [userAgent] = valuesOf(request.headers, 'user-agent')
	if (userAgent !== undefined) variables.set('context.identity.userAgent', userAgent)
	return variables
}

/** Adds the identity variables of a caller whose signature stands. The cognito ones exist for the pool's callers only. */
export function addCaller(variables: Variables, accessKeyId: string, session: Session): void {
	const set = (name: string, value: string) => variables.set(`context.identity.${name}`, value)
	set('accessKey', accessKeyId)
	set('accountId', session.accountId)
	set('caller', session.userId)
	set('user', session.userId)
	set('userArn', session.userArn)
	if (session.cognito === null) return
	set('cognitoIdentityId', session.cognito.identityId)
	set('cognitoIdentityPoolId', session.cognito.identityPoolId)
	set('cognitoAuthenticationType', session.cognito.authenticationType)
	set('cognitoAuthenticationProvider', session.cognito.authenticationProvider)
}

/** A mapping source of the developer guide: a constant in inner quotes, a context or a stage variable; null without value. */
export function resolve(expression: string, variables: Variables): string | null {
	const [, constant] = /^'([^']*)'$/.exec(expression) ?? []
	return constant ?? variables.get(expression) ?? null
}
