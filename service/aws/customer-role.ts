import { DeadlineError, within } from '../deadline.ts'
import { type AccountTraffic, createAccountTraffic, type Route } from './account-traffic.ts'
import { unanswered } from './answer.ts'
import { beltDocument } from './belt.ts'
import { type ClientSettings, clientSettings, createConnections } from './client-settings.ts'
import { type Deadline, withDeadline } from './deadline.ts'
import type { SendOperation } from './operations.ts'
import { createOwnRoles } from './own-roles.ts'
import type { AssumeRequest, AwsAnswer, AwsOperation, AwsService, CustomerAccess, RoleSession } from './ports.ts'
import { rehearse } from './rehearsal.ts'
import { changesNothing, retryingThrottles } from './retry.ts'
import { sendOnce, since } from './send.ts'
import { openServices } from './services.ts'
import { signerAt } from './signing-time.ts'
import { assumeRole } from './sts.ts'

/** The shortest that STS gives: a check takes seconds. */
const SESSION_SECONDS = 900

export type CustomerAccessOptions = {
	/** Our roles as customers' trust policies name them, the usual one first. */
	principals: readonly string[]
	/** For an S3 that answers on one host only. */
	s3PathStyle: boolean
	now: () => Date
	log: { warn(fields: object, text: string): void }
	/** Hears of every single answer, those to repetitions and to what could not be sent included. */
	answered?: (route: Route, answer: AwsAnswer) => void
	/** The time of one call with all its waiting and repeating. */
	callMs?: number
	/** Upper bound of the first pause after a throttle. */
	throttlePauseMs?: number
}

/**
 * The only way into customers' accounts. Credentials of our own come from the SDK's default chain, endpoints from its own
 * settings. `warm` does at boot what the first call would otherwise wait for; it never throws. `paused` names the service of
 * every account that is left alone just now.
 */
export function createCustomerAccess({
	principals,
	s3PathStyle,
	now,
	log,
	answered = () => {},
	callMs = 8_000,
	throttlePauseMs = 200,
}: CustomerAccessOptions): CustomerAccess & { warm(): Promise<void>; paused(): AwsService[] } {
	const [usual] = principals
	if (usual === undefined) throw new Error('No role is named that customers trust.')
	const connections = createConnections()
	const ownRoles = createOwnRoles(connections, now, callMs)
	const traffic = createAccountTraffic(
		() => performance.now(),
		(accountId, service) => log.warn({ accountId, service }, 'customer account does not answer'),
	)
	const pass: AccountTraffic['pass'] = async (route, deadline, send) => {
		const answer = await traffic.pass(route, deadline, send)
		answered(route, answer)
		return answer
	}
	/** Whoever drops a session drops its credentials: nothing else holds them. */
	const sessions = new WeakMap<RoleSession, { settings: ClientSettings; send: SendOperation<AwsOperation> }>()

	async function assume(
		request: AssumeRequest,
		principalArn: string,
		deadline: Deadline,
	): Promise<AwsAnswer<RoleSession>> {
		const { roleArn, region, externalId, sessionName, belt } = request
		const accountId = accountOfRole(roleArn)
		const input = {
			RoleArn: roleArn,
			RoleSessionName: sessionName,
			DurationSeconds: SESSION_SECONDS,
			Policy: beltDocument(belt),
			...(externalId === null ? {} : { ExternalId: externalId }),
		}
		const own = await within(deadline.remaining(), ownRoles.credentialsOf(principalArn)).catch(tooLate)
		if (own.kind !== 'ok') {
			answered({ accountId, region, operation: 'sts:AssumeRole' }, own)
			return own
		}
		const settings = clientSettings(connections, own.value, region)
		const answer = await retryingThrottles(deadline, throttlePauseMs, () =>
			pass({ accountId, region, operation: 'sts:AssumeRole' }, deadline, () =>
				assumeRole(settings, input, deadline.signal),
			),
		)
		if (answer.kind === 'failed' && answer.cause === 'ours' && answer.httpStatus !== null) ownRoles.forget(principalArn)
		if (answer.kind !== 'ok') return answer
		const session = Object.freeze({ roleArn, accountId, region })
		const opened = clientSettings(connections, answer.value, region)
		sessions.set(session, { settings: opened, send: openServices(opened, s3PathStyle) })
		return { ...answer, value: session }
	}

	async function timed<T>(work: (deadline: Deadline) => Promise<AwsAnswer<T>>): Promise<AwsAnswer<T>> {
		const started = performance.now()
		const answer = await withDeadline(callMs, work)
		return { ...answer, durationMs: since(started) }
	}

	return {
		principals,
		paused: traffic.paused,
		async assume(request) {
			const principalArn = request.principalArn ?? usual
			if (!principals.includes(principalArn)) throw new Error(`${principalArn} is not one of our roles.`)
			return timed((deadline) => assume(request, principalArn, deadline))
		},
		async call(session, operation, input, { signedAt } = {}) {
			const open = sessions.get(session)
			if (!open) throw new Error('This session was not opened here.')
			const { settings } = open
			const send = signedAt
				? openServices({ ...settings, signerConstructor: signerAt(signedAt) }, s3PathStyle)
				: open.send
			const route = { accountId: session.accountId, region: session.region, operation }
			return timed((deadline) => {
				const attempt = () =>
					pass(route, deadline, () =>
						sendOnce(settings.credentials, deadline.signal, (options) => send(operation, input, options)),
					)
				return changesNothing(operation) ? retryingThrottles(deadline, throttlePauseMs, attempt) : attempt()
			})
		},
		async warm() {
			const [own] = await Promise.all([ownRoles.credentialsOf(usual), rehearse()])
			if (own.kind === 'failed') log.warn({ cause: own.cause, code: own.code }, own.message)
		},
	}
}

function accountOfRole(roleArn: string): string {
	const account = /^arn:[^:]+:iam::(\d{12}):role\/./.exec(roleArn)?.[1]
	if (account === undefined) throw new Error(`${roleArn} is not the ARN of a role.`)
	return account
}

function tooLate(error: unknown): AwsAnswer<never> {
	if (error instanceof DeadlineError)
		return unanswered('timeout', 'Our own role was not ready within the time of a call.')
	throw error
}
