import type { IssuedCredentials } from '../world/keyring.ts'
import { canonicalRequest } from './sigv4/canonical.ts'
import { basicTime } from './sigv4/claim-parts.ts'
import { sha256, signature, stringToSign } from './sigv4/signature.ts'
import { REGION, START } from './trial-world.ts'
import type { Header } from './wire-request.ts'

/** A request before it is bytes, so that a test can change one thing of it after signing. */
export type Draft = { method: string; path: string; query: string; headers: Header[]; body: string }

export type Signing = {
	time?: number
	/** Basic ISO time as written, when it is not to be a time at all. */
	timeText?: string
	date?: string
	region?: string
	service?: string
	terminator?: string
	accessKeyId?: string
	secret?: string
	token?: string | null
	/** Names left out of the signed headers. */
	unsigned?: string[]
	/** The list of signed headers itself, in this order. */
	signedHeaders?: string[]
	payloadHash?: string
	algorithm?: string
}

export function draft(method: string, target: string, headers: Header[] = [], body = ''): Draft {
	const [path = '', query = ''] = target.split(/\?(.*)/s)
	return { method, path, query, headers: [['Host', 'localhost:3001'], ...headers], body }
}

/** Signs every header of the draft, plus date and token, as an honest client would unless told otherwise. */
export function sign(plain: Draft, credentials: IssuedCredentials, options: Signing = {}): Draft {
	const time = options.timeText ?? basicTime(options.time ?? START)
	const token = options.token === undefined ? credentials.sessionToken : options.token
	const headers: Header[] = [...plain.headers, ['X-Amz-Date', time]]
	if (token !== null) headers.push(['X-Amz-Security-Token', token])
	const names = [...new Set(headers.map(([name]) => name.toLowerCase()))].sort()
	const signedHeaders = options.signedHeaders ?? names.filter((name) => !(options.unsigned ?? []).includes(name))
	const scope = scopeOf(time, options)
	const payloadHash = options.payloadHash ?? sha256(plain.body)
	const canonical = canonicalRequest({ ...plain, headers, signedHeaders, payloadHash })
	const signed = signature(options.secret ?? credentials.secretAccessKey, scope, stringToSign(time, scope, canonical))
	const credential = [
		options.accessKeyId ?? credentials.accessKeyId,
		scope.date,
		scope.region,
		scope.service,
		scope.terminator,
	].join('/')
	const authorization = `${options.algorithm ?? 'AWS4-HMAC-SHA256'} Credential=${credential}, SignedHeaders=${signedHeaders.join(';')}, Signature=${signed}`
	return { ...plain, headers: [...headers, ['Authorization', authorization]] }
}

/** The query form; only `host` is signed. */
export function presign(plain: Draft, credentials: IssuedCredentials, expires: string, options: Signing = {}): Draft {
	const time = options.timeText ?? basicTime(options.time ?? START)
	const scope = scopeOf(time, options)
	const parameters = new URLSearchParams([
		['X-Amz-Algorithm', 'AWS4-HMAC-SHA256'],
		['X-Amz-Credential', [credentials.accessKeyId, ...Object.values(scope)].join('/')],
		['X-Amz-Date', time],
		['X-Amz-Expires', expires],
		['X-Amz-SignedHeaders', 'host'],
		['X-Amz-Security-Token', credentials.sessionToken ?? ''],
	])
	const query = [plain.query, String(parameters)].filter((part) => part !== '').join('&')
	const payloadHash = sha256(plain.body)
	const canonical = canonicalRequest({ ...plain, query, signedHeaders: ['host'], payloadHash })
	const signed = signature(credentials.secretAccessKey, scope, stringToSign(time, scope, canonical))
	return { ...plain, query: `${query}&X-Amz-Signature=${signed}` }
}

function scopeOf(time: string, options: Signing) {
	return {
		date: options.date ?? time.slice(0, 8),
		region: options.region ?? REGION,
		service: options.service ?? 'execute-api',
		terminator: options.terminator ?? 'aws4_request',
	}
}

/** The draft's bytes, one character each. `extra` lines stand at the end of the head as given. */
export function bytes({ method, path, query, headers, body }: Draft, extra: string[] = []): string {
	const target = query === '' ? path : `${path}?${query}`
	const length = body === '' ? [] : [`Content-Length: ${body.length}`]
	const lines = headers.map(([name, value]) => `${name}: ${value}`)
	return [`${method} ${target} HTTP/1.1`, ...lines, ...length, 'Connection: close', ...extra, '', body].join('\r\n')
}
