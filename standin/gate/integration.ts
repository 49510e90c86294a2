import { type Agent, request as httpRequest, type IncomingMessage } from 'node:http'
import type { Answer } from './answer.ts'
import { forwardedHeaders, returnedHeaders } from './header-rules.ts'
import { backendLate, backendUnreachable, type Refusal } from './refusal.ts'
import { resolve, type Variables } from './variables.ts'
import { type Header, pairs, readBody, type WireRequest } from './wire-request.ts'

export type Integration = {
	request: WireRequest
	/** Encoded path with leading slash, without the stage. */
	backendPath: string
	/** Origin of the stage's service, `http://host:port`. */
	backend: string
	identityHeaders: Readonly<Record<string, string>>
	variables: Variables
	timeoutMs: number
	/** The payload limit holds in both directions. */
	limitBytes: number
	agent: Agent
}

/** The HTTP_PROXY integration: the whole answer is taken in before a byte goes on, and nothing is ever tried twice. */
export async function forward(integration: Integration): Promise<Answer | Refusal> {
	const late = new AbortController()
	const timer = setTimeout(() => late.abort(), integration.timeoutMs)
	try {
		const message = await exchange(integration, late.signal)
		const body = await readBody(message, integration.limitBytes)
		if (body === null) return backendUnreachable
		return { status: message.statusCode ?? 502, headers: returnedHeaders(pairs(message.rawHeaders)), body }
	} catch {
		return late.signal.aborted ? backendLate : backendUnreachable
	} finally {
		clearTimeout(timer)
	}
}

function exchange(integration: Integration, signal: AbortSignal): Promise<IncomingMessage> {
	const { request, backend, backendPath, agent } = integration
	const { host, hostname, port } = new URL(backend)
	const headers: Header[] = [
		['Host', host],
		...forwardedHeaders(request.headers),
		...identityHeaders(integration),
		...(mayHaveBody(request) ? [['Content-Length', String(request.body.length)] as const] : []),
	]
	return new Promise((resolved, reject) => {
		const outgoing = httpRequest({
			hostname,
			port,
			method: request.method,
			path: request.query === '' ? backendPath : `${backendPath}?${request.query}`,
			headers: headers.flat(),
			agent,
			signal,
		})
		outgoing.on('response', resolved)
		outgoing.on('error', reject)
		outgoing.end(request.body)
	})
}

/** A length also for an empty POST, else Node would send it chunked; none for a bare GET. */
function mayHaveBody(request: WireRequest): boolean {
	return request.body.length > 0 || !['GET', 'HEAD', 'DELETE'].includes(request.method)
}

/** A variable without value sets no header: then a caller's own header of that name arrives alone (see identity-headers). */
function identityHeaders({ identityHeaders: mapping, variables }: Integration): Header[] {
	return Object.entries(mapping).flatMap(([name, expression]): Header[] => {
		const value = resolve(expression, variables)
		return value === null ? [] : [[name, value]]
	})
}
