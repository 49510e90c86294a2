import { expect } from '@playwright/test'
import { type ReplayPlan, replayPlan } from '../lib/contract/replay-plan.ts'
import { type Replay, replay } from '../lib/contract/replay-record.ts'
import { type Answer, credentialsOf, handSigned } from './hand-signed.ts'
import type { Stack } from './stack.ts'

export const TICKET = 'LAKE-5001'

/** So many days before today, in UTC. */
export const day = (before: number) => new Date(Date.now() - before * 86_400_000).toISOString().slice(0, 10)

/** A call past the console, signed by hand as somebody with the persona's role at a terminal. */
export async function callAs(stack: Stack, persona: string, path: string, body?: object): Promise<Answer> {
	const credentials = await credentialsOf(stack, `sluice-cli-${persona}`, `${persona}@sluice.example`)
	if (!body) return handSigned(stack, credentials, { method: 'GET', path, body: null })
	const call = { method: 'POST', path, body: JSON.stringify(body) }
	return handSigned(stack, credentials, call, { extra: { 'Idempotency-Key': crypto.randomUUID() } })
}

type Range = { from: string; to: string }

/** A plan whose archive is listed and whose rights are checked. */
export async function finishedPlan(stack: Stack, persona: string, sourceId: string, range: Range): Promise<ReplayPlan> {
	const ordered = await callAs(stack, persona, '/v1/replay-plans', { sourceId, ...range, ticket: TICKET })
	expect(ordered.status, ordered.text).toBe(202)
	const { planId } = replayPlan.pick({ planId: true }).parse(JSON.parse(ordered.text))
	const look = async () =>
		replayPlan.parse(JSON.parse((await callAs(stack, persona, `/v1/replay-plans/${planId}`)).text))
	await expect
		.poll(
			async () => {
				const { status, preflight } = await look()
				return status === 'running' || preflight.status === 'running'
			},
			{ timeout: 30_000 },
		)
		.toBe(false)
	const plan = await look()
	expect(plan.failure).toBeNull()
	return plan
}

export const submitPlan = (stack: Stack, persona: string, { planId, digest }: ReplayPlan) =>
	callAs(stack, persona, '/v1/replays', { planId, digest, ticket: TICKET })

/** Plans and submits; the replay as it stands then. */
export async function submitted(stack: Stack, persona: string, sourceId: string, range: Range): Promise<Replay> {
	const answer = await submitPlan(stack, persona, await finishedPlan(stack, persona, sourceId, range))
	expect(answer.status, answer.text).toBe(202)
	return replayOf(stack, replay.pick({ replayId: true }).parse(JSON.parse(answer.text)).replayId)
}

export async function replayOf(stack: Stack, replayId: string): Promise<Replay> {
	return replay.parse(JSON.parse((await callAs(stack, 'viewer', `/v1/replays/${replayId}`)).text))
}

export type Loaded = { sourceId: string; worked: number; steps: { stepId: string; state: string }[] }

/** Every token of a replay that reached a cluster of this source, and how many of its steps did the work. */
export async function loadedOn(stack: Stack, sourceId: string): Promise<Loaded[]> {
	const all = await stack.look<Loaded[]>('replays')
	return all.filter((one) => one.sourceId === sourceId)
}
