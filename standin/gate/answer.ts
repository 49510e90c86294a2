import type { ServerResponse } from 'node:http'
import type { Refusal } from './refusal.ts'
import type { Cors, GatewayResponses } from './rules.ts'
import { type RequestIds, resolve, type Variables } from './variables.ts'
import type { Header } from './wire-request.ts'

export type Answer = { status: number; headers: Header[]; body: Buffer }

/** The answer of OPTIONS: a mock that says the same to everybody, with no look at the Origin. */
export function preflightAnswer(cors: Cors): Answer {
	return {
		status: 200,
		headers: [
			['Content-Type', 'application/json'],
			['Access-Control-Allow-Origin', cors.allowOrigin],
			['Access-Control-Allow-Methods', cors.allowMethods.join(',')],
			['Access-Control-Allow-Headers', cors.allowHeaders.join(',')],
			['Access-Control-Expose-Headers', cors.exposeHeaders.join(',')],
			['Access-Control-Max-Age', String(cors.maxAgeSeconds)],
		],
		body: Buffer.alloc(0),
	}
}

/**
 * A refusal in its gateway response: the type's own, else DEFAULT_4XX or DEFAULT_5XX. A 413 cannot be overridden
 * (developer guide, known issues), so a browser never gets to read one.
 */
export function refusalAnswer(refusal: Refusal, responses: GatewayResponses, variables: Variables): Answer {
	const { responseType, status, errorType, message, messageKey } = refusal
	variables.set('context.error.message', message)
	variables.set('context.error.messageString', JSON.stringify(message))
	if (responseType !== null) variables.set('context.error.responseType', responseType)
	const overridable = responseType !== null && status !== 413
	const response = overridable
		? (responses[responseType] ?? responses[status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX'])
		: undefined
	const template = response?.responseTemplates['application/json']
	const body = template === undefined ? JSON.stringify({ [messageKey]: message }) : filled(template, variables)
	return {
		status: response?.statusCode ? Number(response.statusCode) : status,
		headers: [
			['Content-Type', 'application/json'],
			['x-amzn-ErrorType', errorType],
			...configuredHeaders(response?.responseParameters ?? {}, variables),
		],
		body: Buffer.from(body),
	}
}

function configuredHeaders(parameters: Readonly<Record<string, string>>, variables: Variables): Header[] {
	return Object.entries(parameters).flatMap(([target, expression]): Header[] => {
		const value = resolve(expression, variables)
		return value === null ? [] : [[target.replace('gatewayresponse.header.', ''), value]]
	})
}

function filled(template: string, variables: Variables): string {
	return template.replace(/\$(context\.[\w.]+)/g, (_whole, name: string) => variables.get(name) ?? '')
}

/** Writes an answer with the ids that every answer of the gateway carries. */
export function send(response: ServerResponse, answer: Answer, ids: RequestIds): void {
	const bodiless = answer.status === 204 || answer.status === 304
	const headers: Header[] = [
		...answer.headers,
		['x-amzn-RequestId', ids.requestId],
		['x-amz-apigw-id', ids.extendedRequestId],
		...(bodiless ? [] : [['Content-Length', String(answer.body.length)] as const]),
	]
	response.writeHead(answer.status, headers.flat())
	response.end(answer.body)
}
