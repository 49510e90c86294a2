import { randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { fromTerminal, requestOf, validSettings } from './service.fixture.ts'

/** What became of one request. `status` null: no answer came. */
export type Sent = { requestId: string; name: string; status: number | null; ms: number; body: string }

const PEOPLE = 40
const SOURCES = 60
const REQUEST_ID = 'X-Sluice-Extended-Request-Id'

/**
 * Sends `perSecond` requests each second to `port`, whether answers come or not, as the gate would hand them on: four of
 * five read, the others write a source, and now and then one orders a check. Nothing is sent twice.
 */
export async function startLoad(port: number, perSecond: number) {
	const agent = new Agent({ keepAlive: true, maxSockets: 512 })
	const sent: Sent[] = []
	const pending = new Set<Promise<void>>()
	const versions = new Map<string, number>()
	const idle: string[] = []
	let number = 0
	let open = true

	function send(name: string, method: string, path: string, body?: unknown): Promise<Sent> {
		number += 1
		const { headers } = requestOf(method, path, fromTerminal('admin', `person-${number % PEOPLE}@sluice.example`), body)
		const requestId = headers.get(REQUEST_ID) ?? ''
		const answered = exchange({ agent, port, method, path, headers: Object.fromEntries(headers) }, body).then(
			(answer) => {
				const one = { requestId, name, ...answer }
				sent.push(one)
				return one
			},
		)
		const noted = answered.then(() => void pending.delete(noted))
		pending.add(noted)
		return answered
	}

	async function write(sourceId: string): Promise<void> {
		const baseVersion = versions.get(sourceId) ?? 0
		const settings = { ...validSettings, customer: `Northwind ${baseVersion + 1}` }
		const body = { settings, baseVersion, ticket: 'LAKE-1' }
		const { status } = await send('sources.put', 'PUT', `/v1/sources/${sourceId}`, body)
		if (status === 200) versions.set(sourceId, baseVersion + 1)
		idle.push(sourceId)
	}

	const trial = randomUUID().slice(0, 8)
	const names = Array.from({ length: SOURCES }, (_, index) => `${trial}-${index}`)
	for (const name of names) await write(name)

	function next(): void {
		const sourceId = names[number % SOURCES] ?? ''
		if (number % (2 * perSecond) === 0) {
			void send('checks.run', 'POST', '/v1/checks', { sourceId, profile: 'sync' })
		} else if (number % 5 === 0 && idle.length > 0) {
			void write(idle.shift() ?? '')
		} else if (number % 5 === 1) {
			void send('sources.list', 'GET', '/v1/sources?q=northwind&limit=5')
		} else if (number % 5 === 2) {
			void send('sources.versions', 'GET', `/v1/sources/${sourceId}/versions?limit=5`)
		} else {
			void send('sources.get', 'GET', `/v1/sources/${sourceId}`)
		}
	}

	const begun = performance.now()
	const running = (async () => {
		for (let done = 0; open; await delay(5)) {
			const due = ((performance.now() - begun) / 1000) * perSecond
			for (; done < due; done += 1) next()
		}
	})()

	return {
		sent,
		/** Waits for the last answer. */
		async stop() {
			open = false
			await running
			const seconds = (performance.now() - begun) / 1000
			await Promise.all(pending)
			agent.destroy()
			return { seconds, perSecond: (sent.length - SOURCES) / seconds }
		},
	}
}

type Target = { agent: Agent; port: number; method: string; path: string; headers: Record<string, string> }

function exchange(target: Target, body: unknown): Promise<Pick<Sent, 'status' | 'ms' | 'body'>> {
	const begun = performance.now()
	return new Promise((resolve) => {
		const end = (status: number | null, text: string) =>
			resolve({ status, ms: performance.now() - begun, body: status === 200 || status === 202 ? '' : text })
		const outgoing = request({ host: '127.0.0.1', ...target }, async (answer) => {
			let text = ''
			answer.setEncoding('utf8').on('data', (chunk: string) => {
				text += chunk
			})
			answer.on('end', () => end(answer.statusCode ?? null, text))
			answer.on('error', (error) => end(null, error.message))
		})
		outgoing.on('error', (error) => end(null, error.message))
		outgoing.end(body === undefined ? undefined : JSON.stringify(body))
	})
}
