import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

export type RawAnswer = { status: number; headers: string; body: string }

/** A client that writes bytes as given, for everything a proper HTTP library refuses to send. */
export async function openRaw(port: number) {
	const socket: Socket = connect(port, '127.0.0.1')
	let received = ''
	let ended = false
	const waiting = new Set<() => void>()
	const changed = () => {
		for (const wake of waiting) wake()
	}
	socket.on('data', (chunk) => {
		received += chunk.toString('utf8')
		changed()
	})
	for (const event of ['close', 'error']) {
		socket.on(event, () => {
			ended = true
			changed()
		})
	}
	await once(socket, 'connect')

	async function until(test: () => boolean): Promise<void> {
		while (!test()) {
			await new Promise<void>((resolve) => {
				const wake = () => {
					waiting.delete(wake)
					resolve()
				}
				waiting.add(wake)
			})
		}
	}

	return {
		write: (text: string) => void socket.write(text),
		/** The next whole answer, or null when the connection ended without one. */
		async answer(): Promise<RawAnswer | null> {
			const next = () => {
				const [, head, rest] = /^(.*?)\r\n\r\n(.*)$/s.exec(received) ?? []
				if (head === undefined || rest === undefined) return null
				const length = Number(/^content-length: (\d+)$/im.exec(head)?.[1] ?? 0)
				return Buffer.byteLength(rest) >= length ? { head, rest, length } : null
			}
			await until(() => next() !== null || ended)
			const found = next()
			if (!found) return null
			received = found.rest.slice(found.length)
			return {
				status: Number(found.head.split(' ')[1]),
				headers: found.head.toLowerCase(),
				body: found.rest.slice(0, found.length),
			}
		},
		closed: () => until(() => ended),
		destroy: () => socket.destroy(),
	}
}

/** One exchange on a connection of its own. */
export async function exchange(port: number, text: string): Promise<RawAnswer | null> {
	const raw = await openRaw(port)
	raw.write(text)
	const answer = await raw.answer()
	raw.destroy()
	return answer
}

export function wire(line: string, headers: readonly (readonly [string, string])[], body = ''): string {
	return `${line} HTTP/1.1\r\nHost: service\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`
}
