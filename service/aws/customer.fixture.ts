import { expect, vi } from 'vitest'
import { type CustomerAccessOptions, createCustomerAccess } from './customer-role.ts'
import type { AssumeRequest } from './ports.ts'
import { type RawAnswer, type RawRequest, startRawAws, stsCaller, stsSession } from './raw-aws.fixture.ts'

export const PRINCIPAL = 'arn:aws:iam::595280932656:role/segment-datalakes-production-access'
export const OLD_PRINCIPAL = 'arn:aws:iam::294048959147:role/datalakes-aws-worker'
export const CUSTOMER = '210987654321'

export const asking = (changed: Partial<AssumeRequest> = {}): AssumeRequest => ({
	principalArn: null,
	roleArn: `arn:aws:iam::${CUSTOMER}:role/SegmentDataLakeRole`,
	region: 'us-west-2',
	externalId: 'ws-harbor',
	sessionName: 'sam@sluice.example-JKJaXmPLvHcESHA=',
	belt: [{ Effect: 'Allow', Action: ['s3:ListBucket'], Resource: ['arn:aws:s3:::lake'] }],
	...changed,
})

const inAnHour = () => new Date(Date.now() + 3_600_000)

/** STS as it answers when all is well. A session's key is the name of its role. */
export function soundSts({ action, body }: RawRequest): string {
	if (action === 'GetCallerIdentity') return stsCaller('arn:aws:iam::111122223333:user/sluice-service')
	const role = new URLSearchParams(body).get('RoleArn') ?? ''
	return stsSession(role.slice(role.lastIndexOf('/') + 1), inAnHour())
}

/**
 * Access to a server that answers STS soundly and everything else by `answer`. `customerSts` answers what asks for a
 * customer's role; null from it means: soundly.
 */
export async function trialAccess(
	answer: RawAnswer,
	options: Partial<CustomerAccessOptions> = {},
	customerSts: (request: RawRequest) => string | null = () => null,
) {
	const aws = await startRawAws((request) => {
		if (request.service !== 'sts') return answer(request)
		return (request.key === 'BASEKEY' ? null : customerSts(request)) ?? soundSts(request)
	})
	return { aws, ...accessOf(options) }
}

/**
 * A call whose time passes: `begin` starts it, `sent` tells when it hangs at the server. Only then the clock of this
 * process jumps past the time of a call, so that nothing depends on how fast the machine is.
 */
export async function outOfTime<T>(begin: () => Promise<T>, sent: () => boolean): Promise<T> {
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
	try {
		const answer = begin()
		await expect.poll(sent, { timeout: 10_000 }).toBe(true)
		await vi.advanceTimersByTimeAsync(8_000)
		return await answer
	} finally {
		vi.useRealTimers()
	}
}

export function accessOf(options: Partial<CustomerAccessOptions> = {}) {
	const warnings: { fields: object; text: string }[] = []
	const access = createCustomerAccess({
		principals: [PRINCIPAL, OLD_PRINCIPAL],
		s3PathStyle: true,
		now: () => new Date(),
		log: { warn: (fields, text) => warnings.push({ fields, text }) },
		throttlePauseMs: 2,
		...options,
	})
	/** A session in the account of `changed`; throws when there is none. */
	async function open(changed: Partial<AssumeRequest> = {}) {
		const answer = await access.assume(asking(changed))
		if (answer.kind !== 'ok') throw new Error(`No session: ${answer.kind} ${answer.message}`)
		return answer.value
	}
	return { access, open, warnings }
}
