import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

const GRACE_MS = 25_000

/**
 * How a server stops without losing a request: /readyz says no at once, the listener closes `drainSeconds` later when
 * load balancers have looked away, and what is in flight has 25 s to finish. `watch` the server before it listens.
 */
export function createLifecycle() {
	let state: 'serving' | 'draining' | 'closing' = 'serving'
	const connections = new Set<Socket>()
	return {
		isDraining: () => state !== 'serving',
		isClosing: () => state === 'closing',
		watch(server: Server): void {
			server.on('connection', (socket: Socket) => {
				connections.add(socket)
				socket.once('close', () => connections.delete(socket))
			})
		},
		async stop(server: Server, drainSeconds: number): Promise<void> {
			if (state !== 'serving') return
			state = 'draining'
			await delay(drainSeconds * 1000)
			state = 'closing'
			const closed = new Promise((resolve) => server.close(resolve))
			server.closeIdleConnections()
			// Node calls a connection idle only after its first request; those opened in reserve would hold up the stop.
			for (const socket of connections) if (socket.bytesRead === 0) socket.destroy()
			const impatience = setTimeout(() => server.closeAllConnections(), GRACE_MS)
			await closed
			clearTimeout(impatience)
		},
	}
}
