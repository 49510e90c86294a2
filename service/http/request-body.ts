import type { IncomingMessage } from 'node:http'
import { MAX_BODY_BYTES } from './input.ts'

/**
 * Reads the whole body before anything else happens, since trailers come after it. Answers 'too-large' as soon as that is
 * certain, and 'gone' when the client left or was too slow (Node's requestTimeout has then answered).
 */
export function bufferBody(incoming: IncomingMessage): Promise<Buffer | 'too-large' | 'gone'> {
	const declared = Number(incoming.headers['content-length'] ?? 0)
	if (declared > MAX_BODY_BYTES) return Promise.resolve('too-large')
	if (declared === 0 && incoming.headers['transfer-encoding'] === undefined) return Promise.resolve(Buffer.alloc(0))
	const { promise, resolve } = Promise.withResolvers<Buffer | 'too-large' | 'gone'>()
	const chunks: Buffer[] = []
	let size = 0
	incoming.on('data', (chunk: Buffer) => {
		size += chunk.length
		if (size <= MAX_BODY_BYTES) chunks.push(chunk)
		else resolve('too-large')
	})
	incoming.once('end', () => resolve(Buffer.concat(chunks)))
	incoming.once('error', () => resolve('gone'))
	incoming.once('close', () => resolve('gone'))
	return promise
}
