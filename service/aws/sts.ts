import {
	AssumeRoleCommand,
	type AssumeRoleCommandInput,
	GetCallerIdentityCommand,
	STSClient,
} from '@aws-sdk/client-sts'
import { keepingDates } from './answer-date.ts'
import type { ClientSettings } from './client-settings.ts'
import type { AwsAnswer } from './ports.ts'
import { type Credentials, sendOnce } from './send.ts'

/** The SDK's default chain: environment, profile, container, instance. It renews by itself. Throws when it holds nothing. */
export function defaultCredentials(): () => Promise<Credentials> {
	const { credentials } = new STSClient({}).config
	return () => credentials()
}

/** The answer's value is the role's credentials. The endpoint is the one of the client's region. */
export async function assumeRole(
	settings: ClientSettings,
	input: AssumeRoleCommandInput,
	signal: AbortSignal,
): Promise<AwsAnswer<Credentials>> {
	const client = keepingDates(new STSClient(settings))
	const answer = await sendOnce(settings.credentials, signal, (options) =>
		client.send(new AssumeRoleCommand(input), options),
	)
	if (answer.kind !== 'ok') return answer
	const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = answer.value.Credentials ?? {}
	if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration) return without(answer, 'credentials')
	const value = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken }
	return { ...answer, value: { ...value, expiration: Expiration } }
}

/** The answer's value is the ARN of whoever asks. */
export async function callerArn(settings: ClientSettings, signal: AbortSignal): Promise<AwsAnswer<string>> {
	const client = keepingDates(new STSClient(settings))
	const answer = await sendOnce(settings.credentials, signal, (options) =>
		client.send(new GetCallerIdentityCommand({}), options),
	)
	if (answer.kind !== 'ok') return answer
	return answer.value.Arn === undefined ? without(answer, 'an ARN') : { ...answer, value: answer.value.Arn }
}

function without({ httpStatus, requestId, date, durationMs }: AwsAnswer, what: string): AwsAnswer<never> {
	const answered = { httpStatus, requestId, bucketRegion: null, date, durationMs }
	return { ...answered, kind: 'failed', cause: 'server', code: null, message: `STS answered without ${what}.` }
}
