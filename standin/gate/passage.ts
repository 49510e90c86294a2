import type { Agent } from 'node:http'
import type { Clock } from '../world/clock.ts'
import type { IssuedCredentials, Keyring } from '../world/keyring.ts'
import { type Answer, preflightAnswer } from './answer.ts'
import { authorize } from './authorize.ts'
import { forward } from './integration.ts'
import type { KnobSettings } from './knobs.ts'
import { bodyTooLarge, headersTooLarge, isRefusal, type Refusal, throttled, uriTooLong } from './refusal.ts'
import { findRoute, type Route } from './routes.ts'
import type { GateRules } from './rules.ts'
import { verify } from './sigv4/verify.ts'
import type { createThrottle } from './throttle.ts'
import { addCaller, type Variables } from './variables.ts'
import { headerBytes, type WireRequest } from './wire-request.ts'

const HEADER_BYTES = 10_240
const URI_BYTES = 10_240
const PAYLOAD_BYTES = 10 * 1024 * 1024

export type Stage = {
	/** Origin of the stage's own service, `http://host:port`. */
	backend: string
	/** Stage variables; the identity headers take `gateSecret` from here. */
	variables: Readonly<Record<string, string>>
}

/** What does not change from request to request. */
export type GateWorld = {
	/** `arn:aws:execute-api:REGION:ACCOUNT:APIID` */
	apiArn: string
	accountId: string
	region: string
	clock: Clock
	keyring: Keyring
	rules: GateRules
	stages: ReadonlyMap<string, Stage & { throttle: ReturnType<typeof createThrottle> }>
	agent: Agent
}

type Head = Omit<WireRequest, 'body'>
/** Reads the body up to a number of bytes; null above it. */
type TakeBody = (limit: number) => Promise<Buffer | null>

/**
 * One request's way through the gate: size, route, signature, policy, throttle, integration. The first that refuses
 * ends it. Each step leaves what it learned in the variables, for the log line and the identity headers.
 */
export async function pass(
	world: GateWorld,
	knobs: Readonly<KnobSettings>,
	head: Head,
	takeBody: TakeBody,
	variables: Variables,
): Promise<Answer | Refusal> {
	if (head.path.length + head.query.length + 1 > URI_BYTES) return uriTooLong
	if (headerBytes(head.headers) > HEADER_BYTES) return headersTooLarge
	const route = findRoute(head.method, head.path, new Set(world.stages.keys()))
	if (isRefusal(route)) return route
	variables.set('context.stage', route.stage)
	const body = await takeBody(PAYLOAD_BYTES)
	if (body === null) return bodyTooLarge
	const request = { ...head, body }

	const caller = route.kind === 'preflight' ? null : authenticate(world, knobs, request, variables)
	if (caller !== null && isRefusal(caller)) return caller
	const denial = permit(world, knobs, request, route, caller, variables)
	if (denial) return denial

	const stage = world.stages.get(route.stage)
	if (!stage?.throttle.take(knobs.throttling ?? world.rules.throttling)) return throttled
	if (route.kind === 'preflight') return preflightAnswer(world.rules.cors)
	return integrate(world, knobs, request, route, stage, variables)
}

function authenticate(
	world: GateWorld,
	{ wording }: KnobSettings,
	request: WireRequest,
	variables: Variables,
): IssuedCredentials | Refusal {
	const caller = verify(request, { clock: world.clock, keyring: world.keyring, region: world.region, wording })
	note(variables, 'authenticate', isRefusal(caller) ? caller : null)
	if (!isRefusal(caller)) addCaller(variables, caller.accessKeyId, caller.session)
	return caller
}

function permit(
	world: GateWorld,
	knobs: KnobSettings,
	request: WireRequest,
	route: Route,
	caller: IssuedCredentials | null,
	variables: Variables,
): Refusal | null {
	const denial = authorize({
		request,
		methodArn: `${world.apiArn}/${route.stage}/${request.method}/${route.path}`,
		accountId: world.accountId,
		resourcePolicy: knobs.resourcePolicy ?? world.rules.resourcePolicy,
		caller,
		now: world.clock.now(),
		wording: knobs.wording,
	})
	note(variables, 'authorize', denial)
	return denial
}

async function integrate(
	world: GateWorld,
	knobs: KnobSettings,
	request: WireRequest,
	route: Route,
	stage: Stage,
	variables: Variables,
): Promise<Answer | Refusal> {
	for (const [name, value] of Object.entries(stage.variables)) variables.set(`stageVariables.${name}`, value)
	const started = performance.now()
	const outcome = await forward({
		request,
		backendPath: route.backendPath,
		backend: stage.backend,
		identityHeaders: world.rules.identityHeaders,
		variables,
		timeoutMs: knobs.integrationTimeoutMs,
		limitBytes: PAYLOAD_BYTES,
		agent: world.agent,
	})
	variables.set('context.integration.latency', String(Math.round(performance.now() - started)))
	note(variables, 'integration', isRefusal(outcome) ? outcome : null, outcome.status)
	return outcome
}

function note(variables: Variables, step: string, refusal: Refusal | null, status = refusal?.status ?? 200): void {
	variables.set(`context.${step}.status`, String(status))
	if (refusal) variables.set(`context.${step}.error`, refusal.message)
}
