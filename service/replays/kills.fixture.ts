import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { z } from 'zod'
import type { Recovery } from '../../lib/contract/replay-plan.ts'
import { startStandin } from '../../standin/standin.ts'
import { freeBase } from '../../standin/trial-ports.ts'
import sources from '../../standin/world/sources.json' with { type: 'json' }
import { fromTerminal, ORIGIN, openTrial } from '../service.fixture.ts'
import { openStore } from '../store/store.ts'
import { dayAfter, storePlan } from './desk.fixture.ts'
import type { Point } from './faults.fixture.ts'

const PROCESS = join(import.meta.dirname, 'driver-process.fixture.ts')
const KEYS = { accessKeyId: 'AKIATESTTESTTESTTEST', secretAccessKey: 'a-secret-for-this-test-only-000000000000' }

const shown = z.array(
	z.object({
		token: z.string(),
		worked: z.number(),
		steps: z.array(z.object({ stepId: z.string(), state: z.string() })),
	}),
)
const kinds = z.array(z.enum(['db', 'aws']))

/** The stand-in's world, a database, and processes that move one replay each and are killed at given points. */
export async function openKills(databaseUrl: string | null = null) {
	const folder = mkdtempSync(join(tmpdir(), 'sluice-kills-'))
	const base = await freeBase()
	const standin = await startStandin({
		...{ portBase: base, dataDir: folder, consoleOrigin: ORIGIN, serviceOrigins: {}, gateSecrets: {} },
		serviceKey: KEYS,
		log: () => {},
	})
	const place = { databaseUrl, dataDir: folder }
	/** Days that were given out: two open replays never hold the same one. */
	let prepared = 0
	async function world(path: string, body?: unknown): Promise<unknown> {
		const headers = { 'content-type': 'application/json' }
		const init = body === undefined ? {} : { method: 'POST', headers, body: JSON.stringify(body) }
		return (await fetch(`${standin.urls.world}/_world/${path}`, init)).json()
	}
	await world('customers/harbor', { fix: 'grant-list-steps' })

	async function withTrial<T>(work: (trial: Awaited<ReturnType<typeof openTrial>>) => Promise<T>): Promise<T> {
		const store = await openStore(place)
		const trial = await openTrial({}, store)
		try {
			return await work(trial)
		} finally {
			await trial.close()
			await store.close()
		}
	}

	/** So many replays of one day each that wait to begin. */
	const prepare = (count: number, recovery: Recovery) =>
		withTrial(async (trial) => {
			const [source] = sources
			if (!source) throw new Error('the world has no source')
			const { sourceId, ...settings } = source
			const put = { settings, baseVersion: 0, ticket: 'LAKE-1' }
			await trial.call('PUT', `/v1/sources/${sourceId}`, fromTerminal('admin'), put)
			const ids: string[] = []
			for (let index = 0; index < count; index++) {
				const plan = await storePlan(trial.store.db, { sourceId, from: dayAfter('2020-01-01', prepared++), count: 1 })
				const { planId, digest } = plan
				const body = { planId, digest, ticket: 'LAKE-7' }
				const answer = await trial.call('POST', '/v1/replays', fromTerminal('support'), body)
				ids.push(z.object({ replayId: z.string() }).parse(await answer.json()).replayId)
			}
			// Their number is over the limit of the source, which is not what is tried here.
			await trial.store.db
				.updateTable('replays')
				.set({ recovery, status: 'waiting', due_at: new Date() })
				.where('replay_id', 'in', ids)
				.execute()
			return ids
		})

	/** One process, to its end. `killed`: it was, at one of its points. */
	async function move(replayId: string, points: readonly Point[]) {
		const child = spawn(process.execPath, [PROCESS], {
			env: {
				...{ NODE_ENV: 'test', PATH: process.env.PATH, DATA_DIR: folder, WORLD: standin.urls.world },
				...(databaseUrl !== null && { DATABASE_URL: databaseUrl }),
				...{ REPLAY: replayId, POINTS: JSON.stringify(points) },
				...{ AWS_ENDPOINT_URL: standin.urls.world, AWS_REGION: 'us-west-2', AWS_EC2_METADATA_DISABLED: 'true' },
				...{ AWS_ACCESS_KEY_ID: KEYS.accessKeyId, AWS_SECRET_ACCESS_KEY: KEYS.secretAccessKey },
			},
			stdio: ['ignore', 'pipe', 'inherit'],
		})
		const [told, [code, signal]] = await Promise.all([text(child.stdout), once(child, 'exit')])
		if (signal !== 'SIGKILL' && code !== 0) throw new Error(`the process ended with ${code ?? signal}`)
		return { killed: signal === 'SIGKILL', kinds: signal === 'SIGKILL' ? [] : kinds.parse(JSON.parse(told)) }
	}

	return {
		prepare,
		move,
		world,
		/** A replay through kills: the process is started again after each. Answers how many there were. */
		async through(replayId: string, kills: readonly (readonly Point[])[]): Promise<number> {
			let count = 0
			for (const points of [...kills, []]) {
				const { killed } = await move(replayId, points)
				if (!killed) break
				count++
			}
			return count
		},
		/** What Sluice stored beside what the world shows. */
		async tally() {
			const tokens = shown.parse(await world('replays'))
			return withTrial(async ({ store }) => {
				const rows = await store.db
					.selectFrom('replay_parts')
					.innerJoin('replays', 'replays.replay_id', 'replay_parts.replay_id')
					.select(['token', 'state', 'status', 'replay_parts.replay_id', 'submissions', 'rows'])
					.execute()
				return rows.map((row) => {
					const seen = tokens.find(({ token }) => token === row.token)
					return { ...row, steps: seen?.steps.length ?? 0, worked: seen?.worked ?? 0 }
				})
			})
		},
		async close() {
			await standin.close()
			rmSync(folder, { recursive: true, force: true })
		},
	}
}
