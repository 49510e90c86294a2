import type { Header } from './wire-request.ts'

/** Request headers that do not reach an integration (LocalStack's tests against AWS). Host is set anew. */
const DROPPED_FROM_REQUEST: ReadonlySet<string> = new Set([
	'connection',
	'content-length',
	'content-md5',
	'expect',
	'host',
	'max-forwards',
	'proxy-authenticate',
	'server',
	'te',
	'trailer',
	'transfer-encoding',
	'upgrade',
	'www-authenticate',
])

const DROPPED_FROM_RESPONSE: ReadonlySet<string> = new Set(['transfer-encoding', 'content-encoding', 'via'])

/** Renamed because the gateway writes its own. The two ids are ours alone: a backend must not be able to name them. */
const REMAPPED: ReadonlySet<string> = new Set([
	'connection',
	'content-length',
	'date',
	'server',
	'x-amzn-requestid',
	'x-amz-apigw-id',
])

/**
 * What the backend gets of the caller's headers: case, order and twins kept, so a look-alike of an identity header
 * arrives beside ours and the service has to refuse it. Only a SigV4 Authorization is taken out.
 */
export function forwardedHeaders(headers: readonly Header[]): Header[] {
	return headers.filter(([name, value]) => {
		const key = name.toLowerCase()
		return !DROPPED_FROM_REQUEST.has(key) && !(key === 'authorization' && value.startsWith('AWS4-'))
	})
}

/** What the caller gets of the backend's headers. */
export function returnedHeaders(headers: readonly Header[]): Header[] {
	return headers
		.filter(([name]) => !DROPPED_FROM_RESPONSE.has(name.toLowerCase()))
		.map(([name, value]) => [REMAPPED.has(name.toLowerCase()) ? `x-amzn-Remapped-${name}` : name, value])
}
