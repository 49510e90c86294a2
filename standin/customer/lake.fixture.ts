import type { AddressInfo } from 'node:net'
import { EMR } from '@aws-sdk/client-emr'
import { Glue } from '@aws-sdk/client-glue'
import { close, listen } from '../listening.ts'
import { createCarefulServer, readBody } from '../world/wire.ts'
import type { CustomerWorld } from './account.ts'
import { accountFileSchema } from './account-file.ts'
import { buildAccount } from './build.ts'
import type { Answer, AwsCall } from './call.ts'
import { bringToPresent } from './emr/present.ts'

export const START = Date.parse('2026-03-01T12:00:00Z')
export const ACCOUNT = '123456789012'
export const REGION = 'us-west-2'
export const CLUSTER = 'j-1TR1ALLAKE001'
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/SegmentDataLakeRole`
export const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/SegmentDataLakeRole/sam@sluice.example-1a2b`
export const EVERYTHING = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }

type Changes = {
	/** Members of the account's file. */
	file?: object
	/** Of the role; the shipped one unless given. */
	policy?: object
	boundary?: object
	sessionPolicy?: object
}

/** Shorthand of a policy with one statement. */
export const policy = (Effect: 'Allow' | 'Deny', Action: string | string[], Resource: string | string[] = '*') => ({
	Version: '2012-10-17',
	Statement: [{ Effect, Action, Resource }],
})

/** For tests: one healthy lake with a listener for the SDK's clients, on a clock that stands still unless moved. */
export async function createTrialLake(
	handle: (call: AwsCall, world: CustomerWorld) => Answer,
	{ file, policy: document, boundary, sessionPolicy }: Changes = {},
) {
	const shipped = { shared: 'data-lake', region: REGION, bucket: 'trial-lake' }
	const account = buildAccount(
		accountFileSchema.parse({
			id: 'trial',
			accountId: ACCOUNT,
			trouble: null,
			wording: 'new',
			roles: {
				SegmentDataLakeRole: {
					trust: {},
					policies: { lake: document ? { document } : shipped },
					boundary: boundary ? { name: 'limits', policy: { document: boundary } } : null,
				},
			},
			buckets: { 'trial-lake': { region: REGION, sources: ['trial-web'], logsOf: [CLUSTER] } },
			databases: { trial_web: { region: REGION, bucket: 'trial-lake', sourceId: 'trial-web' } },
			clusters: { [CLUSTER]: { region: REGION, bucket: 'trial-lake', tags: { vendor: 'segment' } } },
			fixes: {},
			...file,
		}),
		START,
	)
	const role = account.roles.get(ROLE)
	if (!role) throw new Error('the file has no SegmentDataLakeRole')
	const order: Record<string, 'validate-first'> = {}
	const clock = { now: START }
	const calls: AwsCall[] = []
	const world: CustomerWorld = {
		account: (accountId) => (accountId === ACCOUNT ? account : undefined),
		accounts: () => [account],
		bucket: (name) => account.buckets.get(name),
		order: (operation) => order[operation] ?? 'authorize-first',
	}
	const server = createCarefulServer(
		async (request, response) => {
			const [, region = '', service = ''] =
				/\/([^/]+)\/([^/]+)\/aws4_request/.exec(request.headers.authorization ?? '') ?? []
			const call: AwsCall = {
				service: service === 'glue' ? 'glue' : 'elasticmapreduce',
				region,
				operation: String(request.headers['x-amz-target']).replace(/^.*\./, ''),
				method: 'POST',
				rawPath: '/',
				query: new URLSearchParams(),
				headers: {},
				body: (await readBody(request, 1_000_000)) ?? Buffer.alloc(0),
				requestId: '11111111-2222-4333-8444-555555555555',
				session: {
					accountId: ACCOUNT,
					principalArn: ROLE,
					sessionArn: SESSION,
					userId: `${role.roleId}:sluice`,
					identityPolicies: role.policies,
					boundary: role.boundary,
					sessionPolicy: sessionPolicy ?? null,
					expiresAt: START + 900_000,
					isRoleSession: true,
				},
				account,
				now: clock.now,
				sourceIp: '127.0.0.1',
				changed: [],
			}
			calls.push(call)
			bringToPresent(account, world, clock.now)
			const answer = handle(call, world)
			response.writeHead(answer.status, { ...answer.headers, 'x-amzn-requestid': call.requestId })
			response.end(answer.body)
		},
		(response) => response.writeHead(500).end(),
	)
	await listen(server, 0, 'trial')
	const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
	const options = {
		endpoint,
		maxAttempts: 1,
		credentials: { accessKeyId: 'ASIATRIAL', secretAccessKey: 'trial', sessionToken: 'trial' },
	}
	return {
		account,
		order,
		clock,
		endpoint,
		glue: new Glue({ ...options, region: REGION }),
		emr: new EMR({ ...options, region: REGION }),
		elsewhere: {
			glue: new Glue({ ...options, region: 'eu-west-1' }),
			emr: new EMR({ ...options, region: 'eu-west-1' }),
		},
		/** What all calls so far say they changed. */
		changes: () => calls.flatMap(({ changed }) => changed),
		close: () => close(server),
	}
}
export type TrialLake = Awaited<ReturnType<typeof createTrialLake>>

/** What a caller sees of an error of the SDK; `ok` for none. */
export async function codeOf(pending: Promise<unknown>): Promise<{ code: string; message: string; status: number }> {
	try {
		await pending
		return { code: 'ok', message: '', status: 200 }
	} catch (error) {
		if (!(error instanceof Error) || !('$metadata' in error)) throw error
		const { httpStatusCode = 0 } = Object(error.$metadata) as { httpStatusCode?: number }
		return { code: error.name, message: error.message, status: httpStatusCode }
	}
}
