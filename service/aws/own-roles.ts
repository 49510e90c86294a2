import { DeadlineError, within } from '../deadline.ts'
import { unanswered } from './answer.ts'
import { type Connections, clientSettings } from './client-settings.ts'
import { withDeadline } from './deadline.ts'
import type { AwsAnswer } from './ports.ts'
import type { Credentials } from './send.ts'
import { assumeRole, callerArn, defaultCredentials } from './sts.ts'

/** Chained sessions last an hour at most (IAM user guide, role chaining): a task role that assumes a role is a chain. */
const SESSION_SECONDS = 3600
const RENEW_BEFORE_MS = 5 * 60_000

/** Our own roles, which customers' trust policies name. */
export type OwnRoles = {
	/** Credentials of `roleArn`, from the last session while it has 5 minutes left. Asked at most once at a time. */
	credentialsOf(roleArn: string): Promise<AwsAnswer<Credentials>>
	/** AWS no longer takes the session that is kept. */
	forget(roleArn: string): void
}

export function createOwnRoles(connections: Connections, now: () => Date, callMs: number): OwnRoles {
	const base = defaultCredentials()
	const kept = new Map<string, Credentials>()
	const asked = new Map<string, Promise<AwsAnswer<Credentials>>>()
	let self: string | null = null

	const left = (credentials: Credentials) => (credentials.expiration?.getTime() ?? 0) - now().getTime()

	const ask = (roleArn: string) =>
		withDeadline(callMs, async ({ signal, remaining }): Promise<AwsAnswer<Credentials>> => {
			const credentials = await within(remaining(), base())
			const settings = clientSettings(connections, credentials)
			if (self === null) {
				const answer = await callerArn(settings, signal)
				if (answer.kind !== 'ok') return answer
				self = answer.value
			}
			if (isSessionOf(self, roleArn)) return ok(credentials)
			const input = { RoleArn: roleArn, RoleSessionName: 'sluice-service', DurationSeconds: SESSION_SECONDS }
			const answer = await assumeRole(settings, input, signal)
			if (answer.kind === 'ok') kept.set(roleArn, answer.value)
			return answer
		})

	async function renew(roleArn: string): Promise<AwsAnswer<Credentials>> {
		const answer = await ask(roleArn).catch(withoutBase)
		if (answer.kind === 'ok') return answer
		const old = kept.get(roleArn)
		if (old && left(old) > 0) return ok(old)
		return {
			...answer,
			kind: 'failed',
			cause: answer.kind === 'failed' ? answer.cause : 'ours',
			message: `Sluice could not take its own role ${roleArn}: ${answer.code ?? ''} ${answer.message}`,
		}
	}

	return {
		async credentialsOf(roleArn) {
			const held = kept.get(roleArn)
			if (held && left(held) > RENEW_BEFORE_MS) return ok(held)
			const running = asked.get(roleArn) ?? renew(roleArn).finally(() => asked.delete(roleArn))
			asked.set(roleArn, running)
			return running
		},
		forget: (roleArn) => kept.delete(roleArn),
	}
}

const ok = (value: Credentials) =>
	({ kind: 'ok', value, httpStatus: 200, requestId: null, bucketRegion: null, date: null, durationMs: 0 }) as const

/** The default chain throws its own errors, which say where it looked. */
const withoutBase = (error: unknown) =>
	error instanceof DeadlineError
		? unanswered('timeout', 'No credentials of its own within the time of a call.')
		: unanswered('ours', error instanceof Error ? error.message : String(error))

/** An assumed role's ARN has lost the path of its role: names are unique within an account (IAM reference, identifiers). */
function isSessionOf(callerArn: string, roleArn: string): boolean {
	const caller = /^arn:[^:]+:sts::(\d{12}):assumed-role\/([^/]+)\//.exec(callerArn)
	const role = /^arn:[^:]+:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(roleArn)
	return caller !== null && role !== null && caller[1] === role[1] && caller[2] === role[2]
}
