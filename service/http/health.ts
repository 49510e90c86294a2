import { within } from '../deadline.ts'

type HealthPorts = { ping: () => Promise<void>; isDraining: () => boolean }

/**
 * `/healthz`: this process runs. `/readyz`: it wants requests, so its database answers and it is not stopping. Both are
 * for load balancers, which sign nothing: they need no identity, tell nothing else and leave no record.
 */
export function createHealth({ ping, isDraining }: HealthPorts) {
	// One ping at a time: a crowd of probes costs the database no more than one.
	let pinging: Promise<boolean> | null = null
	function isReady(): Promise<boolean> {
		pinging ??= within(1000, ping())
			.then(
				() => true,
				() => false,
			)
			.finally(() => {
				pinging = null
			})
		return pinging
	}

	return async (method: string, { pathname }: URL): Promise<Response | null> => {
		if (method !== 'GET') return null
		if (pathname === '/healthz') return plain(200, 'ok')
		if (pathname !== '/readyz') return null
		return !isDraining() && (await isReady()) ? plain(200, 'ok') : plain(503, 'not ready')
	}
}

const plain = (status: number, text: string) =>
	new Response(text, {
		status,
		headers: { 'content-type': 'text/plain', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' },
	})
