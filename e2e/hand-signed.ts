import { connect } from 'node:net'
import { createSigner, type SigningCredentials } from '../lib/gateway/signer.ts'
import type { Stack } from './stack.ts'

type Issued = { accessKeyId: string; secretAccessKey: string; sessionToken: string }
export type Call = { method: string; path: string; body: string | null }
export type Answer = { status: number; errorType: string | null; text: string; requestId: string | null }

/** Credentials of a terminal session in the stand-in account, as AssumeRoleWithSAML would hand them out. */
export function credentialsOf(stack: Stack, role: string, sessionName: string, seconds = 900): Promise<Issued> {
	return stack.world<Issued>('credentials', { role, sessionName, seconds })
}

/** Signs `signed` and sends `sent`, which a test makes differ from it. */
export async function handSigned(
	stack: Stack,
	credentials: SigningCredentials,
	signed: Call,
	{ sent = signed, at = new Date() }: { sent?: Call; at?: Date } = {},
): Promise<Answer> {
	const sign = createSigner({ credentials: async () => credentials, region: 'us-west-2', now: () => at })
	const url = (call: Call) => new URL(`${stack.urls.gate}/prod${call.path}`)
	const headers: Record<string, string> = signed.body === null ? {} : { 'content-type': 'application/json' }
	const signature = await sign({ method: signed.method, url: url(signed), headers, body: signed.body })
	return send(url(sent), { method: sent.method, headers: signature ?? {}, body: sent.body })
}

export async function send(url: URL | string, init: RequestInit): Promise<Answer> {
	const answer = await fetch(url, init)
	return {
		status: answer.status,
		errorType: answer.headers.get('x-amzn-errortype'),
		text: await answer.text(),
		requestId: answer.headers.get('x-amz-apigw-id'),
	}
}

/** Bytes as they are, past every client's manners. Answers the status line's code, or null when the connection just closed. */
export function rawCall(port: number, lines: string[]): Promise<number | null> {
	return new Promise((done, fail) => {
		const socket = connect(port, '127.0.0.1', () => socket.write(`${lines.join('\r\n')}\r\n\r\n`))
		let text = ''
		socket.on('data', (chunk) => {
			text += String(chunk)
			socket.end()
		})
		socket.once('close', () => done(Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1]) || null))
		socket.once('error', fail)
	})
}
