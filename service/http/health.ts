import type { Registry } from '../metrics/registry.ts'

type HealthPorts = { isDraining: () => boolean; metrics: Pick<Registry, 'text'> }

/**
 * The gate sets its own headers and the load balancer behind it `X-Forwarded-For`, neither of which a caller can take away:
 * whoever brings one is somebody's request, not the private network's.
 */
const FORWARDED = /^x-(sluice|forwarded)-/
const isForwarded = (headers: Headers) => headers.keys().some((name) => FORWARDED.test(name))

/**
 * `/healthz`: this process runs. `/readyz`: it wants requests, so it is not stopping. Both are for load balancers, which
 * sign nothing: they need no identity, tell nothing else and leave no record. `/metrics` is the same for whoever scrapes
 * this very process; what comes through the gate or a load balancer finds no such path.
 *
 * Neither asks the database, which a process has used before it listens. All tasks lose it at once when it fails over, and
 * whoever replaces a task that is not ready would replace them all, by ones that cannot start before it is back. Its
 * absence is told by requests that are refused and by `sluice_database_up`.
 */
export function createHealth({ isDraining, metrics }: HealthPorts) {
	return async ({ method, headers }: Request, { pathname }: URL): Promise<Response | null> => {
		if (method !== 'GET') return null
		if (pathname === '/metrics') return isForwarded(headers) ? null : plain(200, await metrics.text(), EXPOSITION)
		if (pathname === '/healthz') return plain(200, 'ok')
		if (pathname !== '/readyz') return null
		return isDraining() ? plain(503, 'not ready') : plain(200, 'ok')
	}
}

/** Prometheus reads the version from here. */
const EXPOSITION = 'text/plain; version=0.0.4; charset=utf-8'

const plain = (status: number, text: string, type = 'text/plain') =>
	new Response(text, {
		status,
		headers: { 'content-type': type, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' },
	})
