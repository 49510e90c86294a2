import { once } from 'node:events'
import { Agent, createServer, get, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'

/** The behaviour of an ALB target group, ten times as fast: it asks every 5 s there and looks away after two misses. */
const ASK_EVERY_MS = 500
const IN_A_ROW = 2
/** What an ALB sets itself on either side. */
const HOP_BY_HOP = ['connection', 'keep-alive', 'transfer-encoding']

type Target = { port: number; takes: boolean; streak: number; agent: Agent }

/**
 * An HTTP load balancer on loopback over services on `ports`. It sends a request to each in turn that says at /readyz
 * that it wants some, keeps connections, and never sends a request twice: one whose target goes away is answered 502.
 */
export async function startBalancer(ports: readonly number[]) {
	const targets = ports.map<Target>((port) => ({
		port,
		takes: false,
		streak: 0,
		agent: new Agent({ keepAlive: true, maxSockets: 256 }),
	}))
	let turn = 0
	let open = true
	const asking = targets.map(async (target) => {
		while (open) {
			observe(target, await isReady(target.port))
			await delay(ASK_EVERY_MS)
		}
	})
	const server = createServer((incoming, outgoing) => {
		const taking = targets.filter(({ takes }) => takes)
		turn += 1
		const target = taking[turn % taking.length]
		if (target) pass(target, incoming, outgoing)
		else outgoing.writeHead(503).end('balancer: no target takes requests')
	})
	server.listen(0, '127.0.0.1')
	await once(server, 'listening')
	const address = server.address()
	if (address === null || typeof address === 'string') throw new Error('the balancer has no port')
	return {
		port: address.port,
		/** The ports that get requests just now. */
		taking: () => targets.filter(({ takes }) => takes).map(({ port }) => port),
		async close() {
			open = false
			server.close()
			server.closeAllConnections()
			await Promise.all(asking)
			for (const { agent } of targets) agent.destroy()
		},
	}
}

function observe(target: Target, ready: boolean): void {
	target.streak = ready === target.takes ? 0 : target.streak + 1
	if (target.streak < IN_A_ROW) return
	target.takes = ready
	target.streak = 0
}

function isReady(port: number): Promise<boolean> {
	return new Promise((resolve) => {
		get({ host: '127.0.0.1', port, path: '/readyz', agent: false, timeout: 4_000 }, (answer) => {
			answer.resume()
			resolve(answer.statusCode === 200)
		})
			.on('timeout', function (this: { destroy(): void }) {
				this.destroy()
			})
			.on('error', () => resolve(false))
	})
}

function pass({ port, agent }: Target, incoming: IncomingMessage, outgoing: ServerResponse): void {
	const { method, url: path, rawHeaders } = incoming
	const forwarded = request({ host: '127.0.0.1', port, agent, method, path, headers: rawHeaders }, (answer) => {
		const headers = Object.entries(answer.headers).filter(([name]) => !HOP_BY_HOP.includes(name))
		outgoing.writeHead(answer.statusCode ?? 502, Object.fromEntries(headers))
		answer.pipe(outgoing)
		answer.on('error', () => outgoing.destroy())
	})
	forwarded.on('error', (error) => {
		if (outgoing.headersSent) outgoing.destroy()
		else outgoing.writeHead(502).end(`balancer: ${error.message}`)
	})
	incoming.pipe(forwarded)
}
