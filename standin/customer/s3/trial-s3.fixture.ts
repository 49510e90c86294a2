import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { S3Client, S3ServiceException } from '@aws-sdk/client-s3'
import { close } from '../../listening.ts'
import type { Bucket, CustomerAccount, CustomerWorld, Key } from '../account.ts'
import type { AwsCall, CustomerSession } from '../call.ts'
import { objectVersion } from '../lake.ts'
import { s3OperationOf } from './operation.ts'
import { handleS3 } from './s3.ts'

export const ACCOUNT = '210987654321'
export const OTHER = '998877665544'
export const REGION = 'us-west-2'
export const NOW = Date.parse('2026-03-01T12:00:00Z')
export const SESSION_ARN = `arn:aws:sts::${ACCOUNT}:assumed-role/SegmentDataLakeRole/sam-x1`
export const POLICY_ARN = `arn:aws:iam::${ACCOUNT}:policy/SegmentDataLakePolicy`
export const KEY_ARN = `arn:aws:kms:${REGION}:${ACCOUNT}:key/11111111-2222-4333-8444-555555555555`
export const FOREIGN_KEY_ARN = `arn:aws:kms:${REGION}:${OTHER}:key/99999999-2222-4333-8444-555555555555`

export const policy = (...Statement: unknown[]) => ({ Version: '2012-10-17', Statement })
export const allow = (Action: string | string[], Resource: string | string[], Condition?: unknown) => ({
	...{ Effect: 'Allow', Action, Resource },
	...(Condition === undefined ? {} : { Condition }),
})
export const deny = (Action: string | string[], Resource: string | string[], Condition?: unknown) => ({
	...allow(Action, Resource, Condition),
	Effect: 'Deny',
})
export const everybody = <T extends object>(statement: T) => ({ ...statement, Principal: '*' })

/** All of S3 on all buckets, as the shipped policy has it for one. */
export const allOfS3 = policy(allow('s3:*', '*'))

export type Trial = {
	account: CustomerAccount
	other: CustomerAccount
	lake: Bucket
	/** What the next calls are made with; change it at will. */
	session: CustomerSession
	orders: Map<string, 'authorize-first' | 'validate-first'>
	calls: AwsCall[]
	endpoint: string
	client(region?: string): S3Client
	stop(): Promise<void>
}

/** S3 behind a bare listener that believes every signature, for the real SDK to talk to. */
export async function startTrial(): Promise<Trial> {
	const account = emptyAccount(ACCOUNT)
	const other = emptyAccount(OTHER)
	const lake = addBucket(account, 'trial-lake')
	const session: CustomerSession = {
		accountId: ACCOUNT,
		principalArn: `arn:aws:iam::${ACCOUNT}:role/SegmentDataLakeRole`,
		sessionArn: SESSION_ARN,
		userId: 'AROATRIAL:sam-x1',
		identityPolicies: [{ arn: POLICY_ARN, document: allOfS3 }],
		boundary: null,
		sessionPolicy: null,
		expiresAt: null,
		isRoleSession: true,
	}
	const orders: Trial['orders'] = new Map()
	const calls: AwsCall[] = []
	const accounts = [account, other]
	const world: CustomerWorld = {
		account: (id) => accounts.find(({ accountId }) => accountId === id),
		accounts: () => accounts,
		bucket: (name) => accounts.map(({ buckets }) => buckets.get(name)).find((bucket) => bucket !== undefined),
		order: (operation) => orders.get(operation) ?? 'authorize-first',
	}
	const server = createServer(async (request, response) => {
		const chunks: Buffer[] = []
		for await (const chunk of request) chunks.push(chunk)
		const url = request.url ?? '/'
		const at = url.indexOf('?')
		const parts = {
			method: request.method ?? '',
			rawPath: at < 0 ? url : url.slice(0, at),
			query: new URLSearchParams(at < 0 ? '' : url.slice(at)),
		}
		const headers = Object.fromEntries(
			Object.entries(request.headers).map(([name, value]) => [name, [value].flat().join(', ')]),
		)
		const call: AwsCall = {
			...{ ...parts, headers, session, account, service: 's3', now: NOW, sourceIp: '198.51.100.7', changed: [] },
			operation: s3OperationOf(parts),
			region: /\/\d{8}\/([^/]+)\/s3\//.exec(headers.authorization ?? '')?.[1] ?? '',
			body: Buffer.concat(chunks),
			requestId: randomUUID(),
		}
		calls.push(call)
		const answer = handleS3(call, world)
		response.writeHead(answer.status, {
			'x-amz-request-id': call.requestId,
			...answer.headers,
			...(answer.status === 204 ? {} : { 'content-length': Buffer.byteLength(answer.body) }),
		})
		response.end(call.method === 'HEAD' ? '' : answer.body)
	})
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
	const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
	const client = (region = REGION) =>
		new S3Client({
			endpoint,
			region,
			forcePathStyle: true,
			maxAttempts: 1,
			credentials: { accessKeyId: 'ASIATRIAL', secretAccessKey: 'none', sessionToken: 'none' },
		})
	return { account, other, lake, session, orders, calls, endpoint, client, stop: () => close(server) }
}

export function addBucket(account: CustomerAccount, name: string, changes: Partial<Bucket> = {}): Bucket {
	const bucket: Bucket = {
		...{ name, region: REGION, accountId: account.accountId, versioned: false, policy: null, keyArn: null },
		...{ objects: new Map(), uploads: new Map(), ...changes },
	}
	account.buckets.set(name, bucket)
	return bucket
}

export function addObject(bucket: Bucket, key: string, text = 'one row'): void {
	bucket.objects.set(key, [objectVersion(bucket, key, Buffer.from(text), NOW - 60_000, 'text/plain')])
}

export function addKey(account: CustomerAccount, arn: string, document: unknown): Key {
	const key = { arn, keyId: arn.slice(arn.indexOf('/') + 1), enabled: true, policy: { arn: null, document } }
	account.keys.set(arn, key)
	return key
}

function emptyAccount(accountId: string): CustomerAccount {
	return {
		...{ id: accountId, accountId, trouble: null, wording: 'new', scps: [], rcps: [], enabledRegions: null },
		...{ roles: new Map(), users: new Map(), buckets: new Map(), keys: new Map() },
		...{ catalogs: new Map(), clusters: new Map() },
	}
}

/** What the SDK made of an answer. */
export type Outcome = {
	status: number | undefined
	/** `ok`, or the name that the SDK gives the error. */
	code: string
	message: string
	headers: Record<string, string>
}

/** Never rejects for what the service answers. */
export async function outcomeOf(sent: Promise<{ $metadata: { httpStatusCode?: number } }>): Promise<Outcome> {
	try {
		const { $metadata } = await sent
		return { status: $metadata.httpStatusCode, code: 'ok', message: '', headers: {} }
	} catch (error) {
		if (!(error instanceof S3ServiceException)) throw error
		const { $metadata, name, message, $response } = error
		return { status: $metadata.httpStatusCode, code: name, message, headers: { ...$response?.headers } }
	}
}
