import { type AddressInfo, createServer, type Server } from 'node:net'

/** For tests: takes a port. */
export function hold(port: number): Promise<Server> {
	return new Promise((resolve, reject) => {
		const server = createServer().once('error', reject)
		server.listen(port, '127.0.0.1', () => resolve(server))
	})
}

export const release = (server: Server) => new Promise<void>((resolve) => server.close(() => resolve()))

/** For tests: a port after which six more are free just now. */
export async function freeBase(): Promise<number> {
	const probe = await hold(0)
	const { port } = probe.address() as AddressInfo
	await release(probe)
	const held = await Promise.allSettled([1, 2, 3, 4, 5, 6].map((offset) => hold(port + offset)))
	await Promise.all(held.map((each) => (each.status === 'fulfilled' ? release(each.value) : undefined)))
	return held.every(({ status }) => status === 'fulfilled') ? port : freeBase()
}
