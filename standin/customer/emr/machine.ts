import { randomUUID } from 'node:crypto'
import type { Cluster, CustomerAccount, CustomerWorld } from '../account.ts'
import type { Answer, AwsCall, AwsService, CustomerSession } from '../call.ts'
import { instanceRoleArn } from '../cluster.ts'
import { handleGlue } from '../glue/glue.ts'
import { errorOf } from '../record.ts'
import { s3OperationOf } from '../s3/operation.ts'
import { handleS3 } from '../s3/s3.ts'
import { hexOf } from '../seed.ts'

/** A call of a job that was refused, as the job prints it before it ends. */
export class JobFailed extends Error {}

/** A machine of a cluster: what runs there calls AWS as the role of the instance profile, and is judged as anybody is. */
export type Machine = {
	/** `path`: key and query, not encoded. A 412 is answered like a success: it is what conditions are for. */
	s3(method: string, bucket: string, path: string, more?: { body?: Buffer; headers?: Record<string, string> }): Answer
	/** Answers the JSON. */
	glue(operation: string, input: object): unknown
}

/** `now`: the moment at which the calls are made. Every method throws JobFailed. */
export function machineOf(
	account: CustomerAccount,
	{ id, region }: Cluster,
	world: CustomerWorld,
	now: number,
): Machine {
	const session = sessionOf(account, id)
	const call = (service: AwsService, more: Partial<AwsCall>): AwsCall => ({
		service,
		region,
		operation: 'Unknown',
		method: 'POST',
		rawPath: '/',
		query: new URLSearchParams(),
		headers: {},
		body: Buffer.alloc(0),
		requestId: randomUUID(),
		session,
		account,
		now,
		sourceIp: '10.0.12.34',
		changed: [],
		...more,
	})
	return {
		s3(method, bucket, path, { body = Buffer.alloc(0), headers = {} } = {}) {
			const [key = '', search = ''] = path.split('?')
			const parts = { method, rawPath: `/${bucket}/${encodeURI(key)}`, query: new URLSearchParams(search) }
			const operation = s3OperationOf(parts)
			const home = world.bucket(bucket)?.region ?? region
			return checked(operation, handleS3(call('s3', { ...parts, operation, region: home, body, headers }), world))
		},
		glue(operation, input) {
			const body = Buffer.from(JSON.stringify(input))
			const answer = checked(operation, handleGlue(call('glue', { operation, body }), world))
			return JSON.parse(answer.body.toString())
		},
	}
}

function checked(operation: string, answer: Answer): Answer {
	if (answer.status < 400 || answer.status === 412) return answer
	const { code, message } = errorOf(answer)
	throw new JobFailed(
		`botocore.exceptions.ClientError: An error occurred (${code}) when calling the ${operation} operation: ${message}`,
	)
}

function sessionOf({ accountId, roles }: CustomerAccount, clusterId: string): CustomerSession {
	const role = roles.get(instanceRoleArn(accountId))
	if (!role) throw new JobFailed('botocore.exceptions.NoCredentialsError: Unable to locate credentials')
	const instance = `i-0${hexOf(clusterId, 16)}`
	return {
		accountId,
		principalArn: role.arn,
		sessionArn: `arn:aws:sts::${accountId}:assumed-role/${role.name}/${instance}`,
		userId: `${role.roleId}:${instance}`,
		identityPolicies: role.policies,
		boundary: role.boundary,
		sessionPolicy: null,
		expiresAt: null,
		isRoleSession: true,
	}
}
