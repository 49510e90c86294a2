import { missingToken, type Refusal, unknownStage } from './refusal.ts'
import { encodeBytes } from './sigv4/encode.ts'

const PROXIED: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'])

/** Where a request goes: `ANY /{proxy+}` with IAM, or `OPTIONS /{proxy+}`, which is open and answered by a mock. */
export type Route = {
	kind: 'proxy' | 'preflight'
	stage: string
	/** The greedy path as the policy sees it: decoded, without leading slash. */
	path: string
	/** The same path as the backend gets it: encoded anew, so an escaped slash has become a slash. */
	backendPath: string
}

/** The route table. The root of a stage has no method, as `{proxy+}` does not cover it. */
export function findRoute(method: string, wirePath: string, stages: ReadonlySet<string>): Route | Refusal {
	const [, stage = '', rest = ''] = /^\/([^/]*)\/?(.*)$/s.exec(wirePath) ?? []
	if (!stages.has(stage)) return unknownStage
	const path = greedyPath(rest)
	if (path === null) return missingToken
	const kind = method === 'OPTIONS' ? 'preflight' : PROXIED.has(method) ? 'proxy' : null
	if (kind === null) return missingToken
	return { kind, stage, path, backendPath: `/${encodeBytes(Buffer.from(path).toString('latin1'), '/')}` }
}

/**
 * The decoded path, or null when it is not one path to every reader: dot segments, empty segments and control bytes,
 * plain or escaped, would let the policy judge one path and the backend serve another.
 */
function greedyPath(wirePath: string): string | null {
	const path = decoded(wirePath)
	if (path === null || path === '' || hasControlByte(path)) return null
	const segments = path.split('/')
	if (segments.at(-1) === '') segments.pop()
	return segments.some((segment) => segment === '' || segment === '.' || segment === '..') ? null : path
}

function decoded(text: string): string | null {
	if (/[^\x21-\x7e]/.test(text)) return null
	try {
		return decodeURIComponent(text)
	} catch {
		return null
	}
}

function hasControlByte(text: string): boolean {
	return [...text].some((character) => character < ' ' || character === '\x7f')
}
