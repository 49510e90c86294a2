import type { Endpoint, Method } from '../../lib/contract/endpoint.ts'

export type Route<Bound> =
	| { found: 'operation'; operation: string; bound: Bound; params: Record<string, string> }
	| { found: 'path'; allow: Method[] }
	| { found: 'nothing' }

type Compiled<Bound> = { operation: string; bound: Bound; method: Method; segments: string[] }

/** Characters that no signer and no proxy rewrites; `.` and `..` would be folded away. Anything else is refused, not decoded. */
const USUAL_PATH = /^(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._~-]+)+\/?$|^\/$/

export const isUsualPath = (path: string): boolean => USUAL_PATH.test(path)

/** Matches paths against the contract's table, segment by segment: a fixed segment wins over a parameter. */
export function createRouter<Bound extends { row: Endpoint }>(operations: Record<string, Bound>) {
	const compiled = Object.entries(operations)
		.map(([operation, bound]): Compiled<Bound> => {
			return { operation, bound, method: bound.row.method, segments: bound.row.path.split('/') }
		})
		.sort((one, other) => parameters(one) - parameters(other))

	return (method: string, path: string): Route<Bound> => {
		const segments = path.split('/')
		const onPath = compiled.filter((candidate) => fits(candidate.segments, segments))
		const match = onPath.find((candidate) => candidate.method === method)
		if (match) {
			const params = paramsOf(match.segments, segments)
			return { found: 'operation', operation: match.operation, bound: match.bound, params }
		}
		if (onPath.length === 0) return { found: 'nothing' }
		return { found: 'path', allow: onPath.map((candidate) => candidate.method) }
	}
}

const isParameter = (segment: string) => segment.startsWith('{')
const parameters = (candidate: { segments: string[] }) => candidate.segments.filter(isParameter).length

function fits(pattern: string[], segments: string[]): boolean {
	if (pattern.length !== segments.length) return false
	return pattern.every((part, index) => (isParameter(part) ? segments[index] !== '' : part === segments[index]))
}

const paramsOf = (pattern: string[], segments: string[]): Record<string, string> =>
	Object.fromEntries(
		pattern.flatMap((part, index) => (isParameter(part) ? [[part.slice(1, -1), segments[index] ?? '']] : [])),
	)
