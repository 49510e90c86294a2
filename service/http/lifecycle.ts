import type { Server } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'

const GRACE_MS = 25_000

/**
 * How a server stops without losing a request: /readyz says no at once, the listener closes `drainSeconds` later when
 * load balancers have looked away, and what is in flight has 25 s to finish.
 */
export function createLifecycle() {
	let state: 'serving' | 'draining' | 'closing' = 'serving'
	return {
		isDraining: () => state !== 'serving',
		isClosing: () => state === 'closing',
		async stop(server: Server, drainSeconds: number): Promise<void> {
			if (state !== 'serving') return
			state = 'draining'
			await delay(drainSeconds * 1000)
			state = 'closing'
			const closed = new Promise((resolve) => server.close(resolve))
			server.closeIdleConnections()
			const impatience = setTimeout(() => server.closeAllConnections(), GRACE_MS)
			await closed
			clearTimeout(impatience)
		},
	}
}
