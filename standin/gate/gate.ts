import { Agent, createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Clock } from '../world/clock.ts'
import type { Keyring } from '../world/keyring.ts'
import { accessLogLine, lineMayBeLost } from './access-log.ts'
import { refusalAnswer, send } from './answer.ts'
import { createKnobs, type Knobs } from './knobs.ts'
import { type GateWorld, pass, type Stage } from './passage.ts'
import { broken, isRefusal } from './refusal.ts'
import type { GateRoles } from './render.ts'
import { readRules } from './rules.ts'
import { createThrottle } from './throttle.ts'
import { openVariables, requestIds, type Variables } from './variables.ts'
import { readBody, wireHead } from './wire-request.ts'

export type GateOptions = {
	apiId: string
	region: string
	/** The account that owns the API. */
	accountId: string
	clock: Clock
	keyring: Keyring
	roles: GateRoles
	/** Scheme, host and port of the console, the one origin of the CORS rules. */
	consoleOrigin: string
	stages: Readonly<Record<string, Stage>>
	/** Takes each access-log line, without line end. */
	accessLog: (line: string) => void
}

/**
 * API Gateway as far as Sluice meets it: a `{proxy+}` REST API with IAM authorization that knows nothing but
 * infra/gate, its stages and the world's credentials. The server is not listening yet.
 */
export function createGate(options: GateOptions): { server: Server; knobs: Knobs } {
	const { apiId, region, accountId, clock, keyring, accessLog } = options
	const apiArn = `arn:aws:execute-api:${region}:${accountId}:${apiId}`
	const agent = new Agent({ keepAlive: true })
	const stages = Object.entries(options.stages).map(
		([name, stage]) => [name, { ...stage, throttle: createThrottle(() => performance.now()) }] as const,
	)
	const rules = readRules({ apiArn, consoleOrigin: options.consoleOrigin, roles: options.roles })
	const world: GateWorld = { apiArn, accountId, region, clock, keyring, rules, stages: new Map(stages), agent }
	const knobs = createKnobs()

	async function handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
		const started = performance.now()
		const head = wireHead(message)
		const ids = requestIds(head.headers)
		const protocol = `HTTP/${message.httpVersion}`
		const variables = openVariables(head, ids, { apiId, time: clock.now(), protocol })
		const outcome = await pass(world, knobs.settings, head, (limit) => readBody(message, limit), variables).catch(
			(error: unknown) => {
				if (!message.complete) return null
				console.error(error)
				return broken
			},
		)
		// The caller hung up inside its own request: nobody is there to be answered.
		if (outcome === null) {
			response.destroy()
			return
		}
		const responses = knobs.settings.gatewayResponses ? rules.responses : {}
		const answer = isRefusal(outcome) ? refusalAnswer(outcome, responses, variables) : outcome
		send(response, answer, ids)
		variables.set('context.status', String(answer.status))
		variables.set('context.responseLength', String(answer.body.length))
		variables.set('context.responseLatency', String(Math.round(performance.now() - started)))
		log(answer.status, variables)
	}

	function log(status: number, variables: Variables): void {
		if (knobs.settings.loseLogLines && lineMayBeLost(status)) return
		accessLog(accessLogLine(rules.accessLog, variables))
	}

	const server = createServer(
		{
			insecureHTTPParser: false,
			requireHostHeader: true,
			// Above the gateway's own 10,240 bytes of headers and of address, so that its own answers can be given.
			maxHeaderSize: 32 * 1024,
			headersTimeout: 10_000,
			requestTimeout: 60_000,
		},
		(message, response) => {
			handle(message, response).catch((error: unknown) => {
				console.error(error)
				response.destroy()
			})
		},
	)
	// Node drops headers above a count without a word; the size limit above bounds them instead.
	server.maxHeadersCount = 0
	server.on('close', () => agent.destroy())
	return { server, knobs }
}
