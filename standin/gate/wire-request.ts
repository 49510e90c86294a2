import type { IncomingMessage } from 'node:http'

/** Name and value as they stood on the wire, one character per byte, case and twins kept. */
export type Header = readonly [name: string, value: string]

export type WireRequest = {
	method: string
	/** The request target up to the first `?`, undecoded. */
	path: string
	/** Everything after the first `?`, undecoded. */
	query: string
	headers: readonly Header[]
	sourceIp: string
	body: Buffer
}

/** Everything but the body. Reads only the raw forms: `headers` and URL parsing of Node join, drop and decode. */
export function wireHead(message: IncomingMessage): Omit<WireRequest, 'body'> {
	const target = message.url ?? ''
	const mark = target.indexOf('?')
	return {
		method: message.method ?? '',
		path: mark < 0 ? target : target.slice(0, mark),
		query: mark < 0 ? '' : target.slice(mark + 1),
		headers: pairs(message.rawHeaders),
		sourceIp: (message.socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
	}
}

export function pairs(raw: readonly string[]): Header[] {
	const headers: Header[] = []
	for (let i = 0; i + 1 < raw.length; i += 2) headers.push([raw[i] ?? '', raw[i + 1] ?? ''])
	return headers
}

/** All values of a header, in wire order. `name` in lower case. */
export function valuesOf(headers: readonly Header[], name: string): string[] {
	return headers.filter(([key]) => key.toLowerCase() === name).map(([, value]) => value)
}

/** Bytes of all header lines: name, colon, space, value, line end. */
export function headerBytes(headers: readonly Header[]): number {
	return headers.reduce((sum, [name, value]) => sum + name.length + value.length + 4, 0)
}

/** The body's bytes, or null when there are more than `limit` of them; the rest is read and thrown away. */
export function readBody(message: IncomingMessage, limit: number): Promise<Buffer | null> {
	return new Promise((resolve, reject) => {
		const chunks: Buffer[] = []
		let size = 0
		message.on('data', (chunk: Buffer) => {
			size += chunk.length
			if (size <= limit) chunks.push(chunk)
			else {
				chunks.length = 0
				resolve(null)
			}
		})
		message.on('end', () => resolve(size <= limit ? Buffer.concat(chunks) : null))
		message.on('error', reject)
		message.on('close', () => reject(new Error('the other side went away')))
	})
}
