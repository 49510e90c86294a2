import { expect } from '@playwright/test'
import { type Check, check } from '../lib/contract/check-report.ts'
import { type Answer, credentialsOf, handSigned } from './hand-signed.ts'
import type { Stack } from './stack.ts'

type Order = { sourceId: string; profile: string; ticket?: string; settings?: Record<string, string> }

/** Orders a check past the console, signed by hand as somebody with the persona's role at a terminal. */
export async function orderCheck(stack: Stack, persona: string, order: Order): Promise<Answer> {
	const credentials = await credentialsOf(stack, `sluice-cli-${persona}`, `${persona}@sluice.example`)
	const extra = { 'Idempotency-Key': crypto.randomUUID() }
	const call = { method: 'POST', path: '/v1/checks', body: JSON.stringify(order) }
	return handSigned(stack, credentials, call, { extra })
}

/** Runs one as support; its id as soon as it is ordered. */
export async function startCheck(stack: Stack, sourceId: string, profile = 'sync'): Promise<string> {
	const answer = await orderCheck(stack, 'support', { sourceId, profile })
	expect(answer.status, answer.text).toBe(202)
	return check.pick({ checkId: true }).parse(JSON.parse(answer.text)).checkId
}

/** The same, once it has ended. */
export async function finishedCheck(stack: Stack, sourceId: string, profile = 'sync'): Promise<Check> {
	const checkId = await startCheck(stack, sourceId, profile)
	const credentials = await credentialsOf(stack, 'sluice-cli-support', 'support@sluice.example')
	const look = async () => {
		const answer = await handSigned(stack, credentials, { method: 'GET', path: `/v1/checks/${checkId}`, body: null })
		return check.parse(JSON.parse(answer.text))
	}
	await expect.poll(async () => (await look()).status).not.toBe('running')
	return look()
}
