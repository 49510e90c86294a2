import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { replay } from '../../lib/contract/replay-record.ts'
import job from '../../standin/world/replay-job.json' with { type: 'json' }
import sources from '../../standin/world/sources.json' with { type: 'json' }
import { callService, isReady, openProcesses, type Processes } from '../processes.fixture.ts'
import { fromTerminal } from '../service.fixture.ts'
import { openStore } from '../store/store.ts'
import { createPostgresDatabase, hasPostgres } from '../store/test-store.ts'
import { storePlan } from './desk.fixture.ts'

if (!hasPostgres) console.log('skipped: restoring the database, because SLUICE_TEST_DATABASE_URL is not set')

const PATIENCE = { timeout: 90_000, interval: 100 }
const MAIN = join(import.meta.dirname, '../main.ts')
const seen = z.array(
	z.object({
		token: z.string(),
		worked: z.number(),
		steps: z.array(z.object({ stepId: z.string(), state: z.string() })),
	}),
)

/** The runbook "Restore the database", as an operator does it. */
describe.runIf(hasPostgres)('a database that was put back from a copy', { timeout: 240_000 }, () => {
	type Copy = Awaited<ReturnType<typeof createPostgresDatabase>>
	let around: Processes
	let replayId: string
	let tokens: string[]
	const databases: Copy[] = []
	beforeAll(async () => {
		around = await openProcesses()
	})
	afterAll(async () => {
		await around.close()
		await Promise.all(databases.map(({ drop }) => drop()))
	})

	const serve = async ({ url }: Copy) => {
		around.spawnService(around.port, { DATABASE_URL: url, SLUICE_REPLAY_JOB: JSON.stringify(job) })
		await expect.poll(() => isReady(around.port), PATIENCE).toBe(true)
	}
	const post = async (role: 'support' | 'engineer', path: string, body: object) => {
		const answer = await callService(around.port, 'POST', path, { ticket: 'LAKE-7', ...body }, fromTerminal(role))
		return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
	}
	const shown = async () => replay.parse(await around.call('GET', `/v1/replays/${replayId}`))
	const states = async () => (await shown()).parts.map(({ state }) => state)
	const world = async () => seen.parse(await around.world('replays'))
	const stepsOf = async (position: number) =>
		(await world()).find(({ token }) => token === tokens[position - 1])?.steps ?? []
	const cluster = (change: object) => around.world<unknown>('clusters/j-2HARB0RWEB01', change)
	/** A copy of a database, once its service is gone. */
	async function copyOf({ url }: Copy): Promise<Copy> {
		const name = new URL(url).pathname.slice(1)
		const copies: Copy[] = []
		const made = () => createPostgresDatabase(name).then((copy) => copies.push(copy))
		await expect.poll(() => made().catch(() => 0), PATIENCE).toBe(1)
		return copies[0] as Copy
	}
	/** With the one setting that an operator's command needs. */
	async function operate(command: string, { url }: Copy) {
		const env = { NODE_ENV: 'test', PATH: process.env.PATH, DATABASE_URL: url } as const
		const child = spawn(process.execPath, [MAIN, command], { env, stdio: ['ignore', 'pipe', 'inherit'] })
		const [said, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')])
		return { code, said: JSON.parse(said) as unknown }
	}

	/** Two copies that were made while the first of three parts was at work; since then the second was sent. */
	async function lostDatabase(): Promise<[Copy, Copy]> {
		const original = await createPostgresDatabase()
		databases.push(original)
		const source = sources.find(({ sourceId }) => sourceId === 'harbor-web')
		if (!source) throw new Error('the world has no harbor')
		const { sourceId, ...settings } = source
		await serve(original)
		await around.call('PUT', `/v1/sources/${sourceId}`, { settings, baseVersion: 0, ticket: 'LAKE-1' })
		const store = await openStore({ databaseUrl: original.url, dataDir: '' })
		const { planId, digest } = await storePlan(store.db, { sourceId, from: '2020-01-01', count: 21 })
		replayId = String((await post('support', '/v1/replays', { planId, digest })).body.replayId)
		await store.db.updateTable('replays').set({ recovery: 'decide' }).execute()
		await post('engineer', `/v1/replay-decisions/${replayId}/approval`, { digest })
		await expect.poll(states, PATIENCE).toEqual(['submitted', 'planned', 'planned'])
		tokens = (await shown()).parts.map(({ token }) => String(token))
		// A step of the customer's own that does not end: the next part waits behind it and leaves no trace but its step.
		await cluster({ steps: [{ state: 'PENDING', runsSeconds: null }] })
		await store.close()
		await around.killAll()
		const copies: [Copy, Copy] = [await copyOf(original), await copyOf(original)]
		databases.push(...copies)
		await serve(original)
		await expect.poll(() => stepsOf(2), PATIENCE).toHaveLength(1)
		await around.killAll()
		return copies
	}

	it('sends nothing that was sent: a person names the step that was found, then says which never ran', async () => {
		const [held, unheld] = await lostDatabase()
		expect(await operate('hold-replays', held)).toMatchObject({
			code: 0,
			said: { held: [{ replayId, sourceId: 'harbor-web', was: 'running' }] },
		})
		expect(await operate('hold-replays', held)).toEqual({ code: 0, said: { held: [] } })
		await serve(held)
		await expect.poll(states, PATIENCE).toEqual(['done', 'confirming', 'planned'])
		const { headline, history } = await shown()
		expect(headline).toContain('whether part 2 of 3 was sent since its copy was made is being found out')
		expect(history).toContainEqual(expect.objectContaining({ person: expect.stringMatching(/^operator:/) }))
		const [found, ...more] = await stepsOf(2)
		expect([found?.state, more]).toEqual(['PENDING', []])

		const settle = (body: object) => post('engineer', `/v1/replay-decisions/${replayId}/settlement`, body)
		expect(await settle({ position: 2, stepId: found?.stepId })).toMatchObject({ status: 202 })
		const { clusters } = await around.world<{
			clusters: { id: string; steps: { id: string; name: string; state: string }[] }[]
		}>('customers/harbor')
		const theirs = clusters
			.flatMap(({ steps }) => steps)
			.find(({ name, state }) => name === 'step' && state === 'RUNNING')
		await cluster({ steps: [{ id: theirs?.id, runsSeconds: 1 }] })
		await expect.poll(states, PATIENCE).toEqual(['done', 'done', 'confirming'])
		expect(await stepsOf(3)).toEqual([])
		expect(await settle({ position: 3 })).toMatchObject({ status: 202 })
		await expect.poll(async () => (await shown()).status, PATIENCE).toBe('done')
		expect((await world()).map(({ steps, worked }) => [steps.length, worked])).toEqual([
			[1, 1],
			[1, 1],
			[1, 1],
		])
		await around.killAll()

		// The twin: without the command the same copy sends the second part again, and the job's claim is all that saves the day.
		await serve(unheld)
		await expect.poll(() => stepsOf(2), PATIENCE).toHaveLength(2)
	})
})
