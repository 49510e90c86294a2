import { connect } from 'node:net'
import aws4 from 'aws4'
import type { Stack } from './stack.ts'

type Credentials = { accessKeyId: string; secretAccessKey: string; sessionToken: string }
export type Call = { method: string; path: string; body: string | null }
export type Answer = { status: number; errorType: string | null; text: string; requestId: string | null }

/** Credentials of a terminal session in the stand-in account, as AssumeRoleWithSAML would hand them out. */
export function credentialsOf(stack: Stack, role: string, sessionName: string, seconds = 900): Promise<Credentials> {
	return stack.world<Credentials>('credentials', { role, sessionName, seconds })
}

/** Signs `signed` with a signer that is not ours and sends `sent`, which a test makes differ from it. */
export async function handSigned(
	stack: Stack,
	credentials: Credentials,
	signed: Call,
	{ sent = signed, at = new Date(), extra = {} }: { sent?: Call; at?: Date; extra?: Record<string, string> } = {},
): Promise<Answer> {
	const type: Record<string, string> = signed.body === null ? {} : { 'content-type': 'application/json' }
	const date = at.toISOString().replaceAll(/[-:]|\.\d{3}/g, '')
	const request = {
		service: 'execute-api',
		region: 'us-west-2',
		host: new URL(stack.urls.gate).host,
		method: signed.method,
		path: `/prod${signed.path}`,
		headers: { ...type, ...extra, 'X-Amz-Date': date },
		body: signed.body ?? '',
	}
	const { Host: _, 'Content-Length': __, ...own } = aws4.sign(request, credentials).headers
	const headers = Object.entries(own).map(([name, value]): [string, string] => [name, String(value)])
	return send(`${stack.urls.gate}/prod${sent.path}`, { method: sent.method, headers, body: sent.body })
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
