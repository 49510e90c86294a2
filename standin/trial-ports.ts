import { createServer, type Server } from 'node:net'

/** For tests: takes a port. */
export function hold(port: number): Promise<Server> {
	return new Promise((resolve, reject) => {
		const server = createServer().once('error', reject)
		server.listen(port, '127.0.0.1', () => resolve(server))
	})
}

export const release = (server: Server) => new Promise<void>((resolve) => server.close(() => resolve()))

/**
 * For tests: a port that is free just now, as are the six after it. Below the range from which the system takes ports for
 * outgoing connections, or one of those would sit on it before the listener does.
 */
export async function freeBase(): Promise<number> {
	const base = 10_000 + Math.floor(Math.random() * 20_000)
	const held = await Promise.allSettled([0, 1, 2, 3, 4, 5, 6].map((offset) => hold(base + offset)))
	await Promise.all(held.map((each) => (each.status === 'fulfilled' ? release(each.value) : undefined)))
	return held.every(({ status }) => status === 'fulfilled') ? base : freeBase()
}
