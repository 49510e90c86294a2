import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import type { Logger } from 'pino'
import { causeOf } from '../cause.ts'
import type { Refusal } from '../handler.ts'
import { faultOfIdentityHeaders } from './identity-headers.ts'
import { refuse } from './problem.ts'
import { bufferBody } from './request-body.ts'
import type { RequestHandler } from './request-handler.ts'
import { isUsualPath } from './route.ts'

/** Below API Gateway's 29 s, above the 60 s after which an ALB drops an idle connection. */
const LIMITS = {
	headersTimeout: 10_000,
	requestTimeout: 25_000,
	keepAliveTimeout: 75_000,
	connectionsCheckingInterval: 1_000,
	maxHeaderSize: 12 * 1024,
}
const MAX_CONNECTIONS = 1_000

/**
 * The last place that sees a request as it stood on the wire. What a Request no longer shows is noted here and refused
 * by the one function that refuses everything else: twins and look-alikes of identity headers, trailers, Upgrade, a path
 * that URL parsing would rewrite. Framing faults (Transfer-Encoding with Content-Length, folded lines, oversized headers,
 * slow clients) end in Node's parser.
 */
export function createEdge(handle: RequestHandler, ports: { isClosing: () => boolean; log: Logger }): Server {
	const unanswered = new WeakMap<Socket, Set<IncomingMessage>>()

	async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
		const body = await bufferBody(incoming)
		if (body === 'gone') return
		const fault = ports.isClosing() ? refuse('draining', '') : faultOnWire(incoming, body)
		if (body === 'too-large') outgoing.shouldKeepAlive = false
		// The adapter takes a body that was read already from here, and never sees a path it would rewrite.
		Object.assign(incoming, { rawBody: body === 'too-large' ? Buffer.alloc(0) : body, url: fault ? '/' : incoming.url })
		await getRequestListener(
			async (request) => {
				const response = await handle(request, fault)
				// A stop that began meanwhile must not leave this connection open for a next request.
				if (ports.isClosing()) outgoing.shouldKeepAlive = false
				return response
			},
			{ hostname: 'service' },
		)(incoming, outgoing)
	}

	const server = createServer(LIMITS, (incoming, outgoing) => {
		const open = unanswered.get(incoming.socket) ?? new Set()
		unanswered.set(incoming.socket, open.add(incoming))
		outgoing.once('close', () => open.delete(incoming))
		serve(incoming, outgoing).catch((error: unknown) => {
			ports.log.error({ cause: causeOf(error) }, 'answer could not be sent')
			outgoing.destroy()
		})
	})
	server.maxConnections = MAX_CONNECTIONS
	server.on('clientError', (error: Error & { code?: string }, socket: Socket) => {
		ports.log.warn({ code: error.code ?? null }, 'request could not be read')
		const open = [...(unanswered.get(socket) ?? [])]
		// Behind a request that was read whole and awaits its answer, this one would be taken for that answer.
		if (open.some(({ complete }) => complete) || !socket.writable) socket.destroy()
		else socket.end(`HTTP/1.1 ${UNREADABLE[error.code ?? ''] ?? '400 Bad Request'}\r\nConnection: close\r\n\r\n`)
	})
	return server
}

const UNREADABLE: Partial<Record<string, string>> = {
	HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
	ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
}

function faultOnWire(incoming: IncomingMessage, body: Buffer | 'too-large'): Refusal | null {
	const headers = faultOfIdentityHeaders(incoming.rawHeaders)
	if (headers) return refuse('identity-headers-invalid', headers)
	if (faultOfIdentityHeaders(incoming.rawTrailers) || incoming.rawTrailers.length > 0) {
		return refuse('identity-headers-invalid', 'Headers after the body are not taken.')
	}
	if (body === 'too-large') return refuse('payload-too-large', 'The body is larger than 256 KB.')
	const [path = ''] = (incoming.url ?? '').split('?')
	if (!isUsualPath(path)) return refuse('invalid-input', 'The path holds characters that are not used here.')
	if (incoming.headers.upgrade !== undefined) return refuse('invalid-input', 'No other protocol is spoken here.')
	return null
}
