import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { vi } from 'vitest'

/** A request as it came over the wire. */
export type RawRequest = {
	method: string
	path: string
	/** Names in lower case. */
	headers: Record<string, string>
	body: string
	/** `sts`, `s3`, `glue` or `elasticmapreduce`, from the credential scope. */
	service: string
	region: string
	/** `AssumeRole`, `GetTable` ... S3 has none. */
	action: string
	/** The access key that signed. */
	key: string
	socket: Socket
}

/** Exact bytes to send, or null to send nothing: the answer hangs, or the test has done something to the socket. */
export type RawAnswer = (request: RawRequest) => string | null | Promise<string | null>

/**
 * A server that says exactly what a test wants, on a free port of loopback. The SDK finds it by its own settings, with
 * base credentials in the environment. Call `stop` at the end.
 */
export async function startRawAws(answer: RawAnswer) {
	const requests: RawRequest[] = []
	const sockets = new Set<Socket>()
	const server = createServer((socket) => {
		sockets.add(socket)
		socket.on('close', () => sockets.delete(socket))
		socket.on('error', () => socket.destroy())
		let pending = ''
		socket.on('data', async (chunk) => {
			pending += chunk.toString('latin1')
			const request = parse(pending, socket)
			if (!request) return
			pending = ''
			requests.push(request)
			const bytes = await answer(request)
			if (bytes !== null && !socket.destroyed) socket.write(bytes)
		})
	})
	server.listen(0, '127.0.0.1')
	await once(server, 'listening')
	const { port } = server.address() as AddressInfo
	for (const [name, value] of Object.entries(environment(port))) vi.stubEnv(name, value)
	return {
		requests,
		sockets,
		async stop() {
			vi.unstubAllEnvs()
			for (const socket of sockets) socket.destroy()
			server.close()
			await once(server, 'close')
		},
	}
}

const environment = (port: number) => ({
	AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
	AWS_ACCESS_KEY_ID: 'BASEKEY',
	AWS_SECRET_ACCESS_KEY: 'base-secret',
	AWS_SESSION_TOKEN: '',
	AWS_REGION: 'us-west-2',
	AWS_EC2_METADATA_DISABLED: 'true',
	AWS_CONFIG_FILE: '/dev/null',
	AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
})

function parse(text: string, socket: Socket): RawRequest | null {
	const end = text.indexOf('\r\n\r\n')
	if (end < 0) return null
	const [first = '', ...lines] = text.slice(0, end).split('\r\n')
	const headers = Object.fromEntries(
		lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
	)
	const body = text.slice(end + 4)
	if (body.length < Number(headers['content-length'] ?? 0)) return null
	const [method = '', path = ''] = first.split(' ')
	const scope = /Credential=([^/]+)\/\d{8}\/([^/]+)\/([^/]+)\//.exec(headers.authorization ?? '')
	const [, key = '', region = '', service = ''] = scope ?? []
	const action = headers['x-amz-target']?.split('.')[1] ?? new URLSearchParams(body).get('Action') ?? ''
	return { method, path, headers, body, service, region, action, key, socket }
}

/** One answer, with the request id header that its service uses. */
export function raw(status: number, body: string, headers: Record<string, string> = {}): string {
	const all = { 'content-length': String(Buffer.byteLength(body)), ...headers }
	const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`)
	return `HTTP/1.1 ${status} Words\r\n${lines.join('\r\n')}\r\n\r\n${body}`
}

export const json = (status: number, value: object) =>
	raw(status, JSON.stringify(value), { 'x-amzn-requestid': 'json-1' })

export const s3Error = (status: number, code: string, message: string, headers: Record<string, string> = {}) =>
	raw(status, `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`, {
		'x-amz-request-id': 's3-1',
		...headers,
	})

export const stsError = (status: number, code: string, message: string) =>
	raw(
		status,
		`<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>sts-1</RequestId></ErrorResponse>`,
		{ 'x-amzn-requestid': 'sts-1' },
	)

/** A session whose key names the role, so that a test sees who signs. */
export const stsSession = (key: string, expires: Date) =>
	raw(
		200,
		`<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials><AccessKeyId>${key}</AccessKeyId><SecretAccessKey>secret-of-${key}</SecretAccessKey><SessionToken>token/of+${key}==</SessionToken><Expiration>${expires.toISOString()}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
		{ 'x-amzn-requestid': 'sts-2' },
	)

export const stsCaller = (arn: string) =>
	raw(
		200,
		`<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>${arn}</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>`,
		{ 'x-amzn-requestid': 'sts-3' },
	)
