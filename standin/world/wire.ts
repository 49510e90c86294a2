import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'

/** A server whose bugs end in `fail` and on the terminal, never in a request that hangs. Not listening yet. */
export function createCarefulServer(
	answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
	fail: (response: ServerResponse) => void,
): Server {
	return createServer((request, response) => {
		answer(request, response).catch((error: unknown) => {
			// A caller who hangs up half-way is no bug.
			if (!request.destroyed) console.error(error)
			if (response.headersSent) response.destroy()
			else fail(response)
		})
	})
}

/** Reads a whole body, or null when it is longer than `limit` bytes: the rest stays unread, the answer can still go out. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer | null> {
	const chunks: Buffer[] = []
	let length = 0
	for await (const chunk of request.iterator({ destroyOnReturn: false })) {
		length += chunk.length
		if (length > limit) return null
		chunks.push(chunk)
	}
	return Buffer.concat(chunks)
}

export function sendJson(
	response: ServerResponse,
	status: number,
	body: unknown,
	headers: Record<string, string> = {},
): void {
	response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers })
	response.end(`${JSON.stringify(body)}\n`)
}

export type WorldRefusal = { status: number; error: string }

/** Refuses a call that does not name this machine, as a rebound DNS name would not. */
export function refuseForeignHost(request: IncomingMessage): WorldRefusal | null {
	const host = request.headers.host ?? ''
	if (/^(localhost|127\.0\.0\.1)(:\d+)?$/.test(host)) return null
	return { status: 403, error: `host: "${host}" is not this machine; use localhost or 127.0.0.1` }
}

/**
 * Reads the JSON of a `/_world` call. The content type must be JSON, so that a web page elsewhere in the same browser
 * would need a preflight, which is never granted.
 */
export async function readWorldCall(request: IncomingMessage): Promise<{ json: unknown } | WorldRefusal> {
	const foreign = refuseForeignHost(request)
	if (foreign) return foreign
	if (request.method !== 'POST')
		return { status: 405, error: `method: ${request.method} changes nothing here; use POST` }
	if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) {
		return { status: 415, error: 'content-type: send application/json' }
	}
	const body = await readBody(request, 1_000_000)
	if (body === null) return { status: 413, error: 'body: send at most 1 MB' }
	try {
		return { json: JSON.parse(body.toString('utf8') || '{}') }
	} catch {
		return { status: 400, error: 'body: must be JSON' }
	}
}
