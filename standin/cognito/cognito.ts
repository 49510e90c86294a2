import { randomUUID } from 'node:crypto'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createKnobs, type Knobs } from '../world/knobs.ts'
import { createCarefulServer, readBody } from '../world/wire.ts'
import { createOperations, defaultSettings, type OperationsOptions, settingsSchema } from './operations.ts'
import { notSerializable, type Refusal, unknownOperation } from './refusal.ts'

export type CognitoOptions = Omit<OperationsOptions, 'settings'> & {
	/** Takes one line for each refusal: which operation and why, nothing of the request. */
	log: (line: string) => void
}

const JSON_TYPE = 'application/x-amz-json-1.1'
const TARGET = /^AWSCognitoIdentityService\.(\w+)$/

/** The real service lets every origin read its answers, and browsers send these headers. */
const CORS = {
	'access-control-allow-origin': '*',
	'access-control-expose-headers': 'x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date',
}
const PREFLIGHT = {
	...CORS,
	'access-control-allow-methods': 'POST',
	'access-control-allow-headers':
		'authorization,cache-control,content-type,x-amz-date,x-amz-security-token,x-amz-target,x-amz-user-agent,amz-sdk-invocation-id,amz-sdk-request',
	'access-control-max-age': '172800',
}

/** The identity pool's endpoint: JSON protocol 1.1 on `POST /`. Not listening yet; the knobs answer to `/_world/cognito`. */
export function createCognito(options: CognitoOptions): { server: Server; knobs: Knobs } {
	const knobs = createKnobs(settingsSchema, defaultSettings)
	const operations = new Map(Object.entries(createOperations({ ...options, settings: knobs.values })))

	async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		if (request.method === 'OPTIONS') {
			response.writeHead(200, PREFLIGHT)
			response.end()
			return
		}
		const contentType = request.headers['content-type'] ?? ''
		if (request.method !== 'POST' || request.url !== '/' || contentType.split(';')[0]?.trim() !== JSON_TYPE) {
			response.writeHead(404, { ...CORS, 'x-amzn-requestid': randomUUID() })
			response.end('<UnknownOperationException/>\n')
			return
		}
		const target = String(request.headers['x-amz-target'] ?? '')
		const name = TARGET.exec(target)?.[1] ?? ''
		const operation = operations.get(name)
		if (!operation) return refuse(response, 'unknown target', unknownOperation())
		const json = parse(await readBody(request, 1_000_000))
		if (json === undefined) return refuse(response, name, notSerializable())
		const outcome = operation(json)
		if (isRefusal(outcome)) return refuse(response, name, outcome)
		send(response, 200, outcome)
	}

	function refuse(response: ServerResponse, name: string, { type, message, reason }: Refusal): void {
		options.log(`cognito: ${name} refused, ${type}: ${reason}`)
		send(response, 400, { __type: type, ...(message ? { message } : {}) }, { 'x-amzn-errortype': `${type}:` })
	}

	const server = createCarefulServer(answer, (response) =>
		send(response, 500, { __type: 'InternalErrorException' }, { 'x-amzn-errortype': 'InternalErrorException:' }),
	)
	return { server, knobs }
}

function send(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
	response.writeHead(status, { ...CORS, 'content-type': JSON_TYPE, 'x-amzn-requestid': randomUUID(), ...headers })
	response.end(JSON.stringify(body))
}

function parse(body: Buffer | null): unknown {
	if (body === null) return undefined
	try {
		const json: unknown = JSON.parse(body.toString('utf8'))
		return typeof json === 'object' && json !== null ? json : undefined
	} catch {
		return undefined
	}
}

function isRefusal(outcome: object): outcome is Refusal {
	return 'refused' in outcome
}
