import { createServer, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { createClock, type MovableClock } from '../world/clock.ts'
import { createKeyring, type IssuedCredentials, type Session } from '../world/keyring.ts'
import { createGate } from './gate.ts'
import type { Knobs } from './knobs.ts'
import type { GateRoles } from './render.ts'
import { type Header, pairs } from './wire-request.ts'

/** A gate on a free port with a recording backend per stage: what the gate's own tests knock at. */
export type Trial = {
	port: number
	clock: MovableClock
	knobs: Knobs
	log: string[]
	prod: Backend
	beta: Backend
	issue(role: string, cognito?: boolean): IssuedCredentials
	stop(): Promise<void>
}

export type Arrival = { method: string; url: string; headers: Header[]; body: string }
export type Backend = { arrivals: Arrival[]; reply: (response: ServerResponse) => void; server: Server }

export const ACCOUNT = '111122223333'
export const REGION = 'us-west-2'
export const API_ARN = `arn:aws:execute-api:${REGION}:${ACCOUNT}:standin0`
export const CONSOLE = 'http://localhost:3000'
export const START = Date.parse('2026-03-01T12:00:00Z')
export const IDENTITY_POOL = `${REGION}:00000000-0000-4000-8000-000000000000`

export const ROLES: GateRoles = {
	viewer: both('viewer'),
	support: both('support'),
	engineer: both('engineer'),
	admin: both('admin'),
	auditor: both('auditor'),
}

function both(role: string): string[] {
	return ['console', 'cli'].map((path) => `arn:aws:iam::${ACCOUNT}:role/sluice-${path}-${role}`)
}

/** A role that may do everything by its own policy, as an AdministratorAccess role may. */
export const ALL_RIGHTS = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }

export function roleSession(role: string, cognito: boolean): Session {
	const name = cognito ? 'CognitoIdentityCredentials' : 'sam@sluice.example'
	return {
		userArn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${name}`,
		principalArn: `arn:aws:iam::${ACCOUNT}:role/${role}`,
		accountId: ACCOUNT,
		userId: `AROATRIAL:${name}`,
		identityPolicies: role.startsWith('sluice-') ? [] : [ALL_RIGHTS],
		boundary: null,
		cognito: cognito
			? {
					identityId: `${REGION}:11111111-2222-4333-8444-555555555555`,
					identityPoolId: IDENTITY_POOL,
					authenticationType: 'authenticated',
					authenticationProvider: `arn:aws:iam::${ACCOUNT}:saml-provider/okta`,
				}
			: null,
	}
}

export async function startTrial(): Promise<Trial> {
	const clock = createClock(() => START)
	const keyring = createKeyring(clock)
	const [prod, beta] = [createBackend(), createBackend()]
	const log: string[] = []
	const origins = await Promise.all([listen(prod.server), listen(beta.server)])
	const [prodPort, betaPort] = origins
	const { server, knobs } = createGate({
		apiId: 'standin0',
		region: REGION,
		accountId: ACCOUNT,
		clock,
		keyring,
		roles: ROLES,
		consoleOrigin: CONSOLE,
		stages: {
			prod: { backend: `http://127.0.0.1:${prodPort}`, variables: { gateSecret: 'prod-secret' } },
			beta: { backend: `http://127.0.0.1:${betaPort}`, variables: { gateSecret: 'beta-secret' } },
		},
		accessLog: (line) => log.push(line),
	})
	const port = await listen(server)
	return {
		port,
		clock,
		knobs,
		log,
		prod,
		beta,
		issue: (role, cognito = true) => keyring.issue(roleSession(role, cognito), 3600),
		stop: async () => {
			await Promise.all([server, prod.server, beta.server].map(close))
		},
	}
}

function createBackend(): Backend {
	const backend: Backend = {
		arrivals: [],
		reply: (response) => response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"ok":true}'),
		server: createServer(async (message, response) => {
			let body = ''
			for await (const chunk of message) body += String(chunk)
			const { method = '', url = '' } = message
			backend.arrivals.push({ method, url, headers: pairs(message.rawHeaders), body })
			backend.reply(response)
		}),
	}
	return backend
}

export function listen(server: Server): Promise<number> {
	return new Promise((resolve) => {
		server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
	})
}

function close(server: Server): Promise<void> {
	return new Promise((resolve) => {
		server.close(() => resolve())
		server.closeAllConnections()
	})
}

export type Reply = { status: number; headers: Header[]; body: string }

/** Sends exactly these bytes (one character each) and reads until the other side hangs up. */
export function knock(port: number, bytes: string): Promise<Reply> {
	return new Promise((resolve, reject) => {
		const chunks: Buffer[] = []
		const socket = connect(port, '127.0.0.1', () => socket.write(Buffer.from(bytes, 'latin1')))
		socket.on('data', (chunk) => chunks.push(chunk))
		socket.on('error', reject)
		socket.on('close', () => resolve(parseReply(Buffer.concat(chunks).toString('latin1'))))
	})
}

function parseReply(text: string): Reply {
	const [head = '', body = ''] = text.split(/\r\n\r\n(.*)/s)
	const [line = '', ...lines] = head.split('\r\n')
	const headers = lines.map((each): Header => {
		const colon = each.indexOf(':')
		return [each.slice(0, colon), each.slice(colon + 1).trim()]
	})
	return { status: Number(line.split(' ')[1]), headers, body }
}
