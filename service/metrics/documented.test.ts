import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pino from 'pino'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openTestStore } from '../store/test-store.ts'
import { countAnswers, showCircuits } from './aws.ts'
import { createRegistry } from './registry.ts'
import { measureRequests } from './requests.ts'
import { measureWork } from './work.ts'

const read = (file: string) => readFileSync(join(import.meta.dirname, '../..', file), 'utf8')
const documentation = read('docs/operations.md')

it('docs/operations.md says of every metric when to look, and names none that is not told', async () => {
	const store = await openTestStore('pglite')
	const registry = createRegistry()
	measureRequests(registry, () => ({ inFlight: 0, waiting: 0 }))
	countAnswers(registry, pino({ level: 'silent' }))
	showCircuits(registry, () => [])
	measureWork(registry, { db: store.db, queues: [], hasOutbox: true, clock: () => 0 })
	const told = new Set((await registry.text()).match(/(?<=^# HELP )\w+/gm))
	await store.close()
	expect(new Set(documentation.match(/\bsluice_[a-z_]+/g))).toEqual(told)
})

describe('the alarms that Terraform makes', () => {
	const alarm = z.object({
		namespace: z.string().optional(),
		metric: z.string().optional(),
		metrics: z.record(z.string(), z.string()).default({}),
		above: z.number().optional(),
		below: z.number().optional(),
		during: z.object({ seconds: z.number(), periods: z.number() }),
		section: z.string(),
		says: z.string(),
	})
	const alarms = z.record(z.string(), alarm).parse(JSON.parse(read('infra/modules/alarms/alarms.json')))
	const filters = z.record(z.string(), z.unknown()).parse(JSON.parse(read('infra/modules/alarms/filters.json')))

	it('stand in docs/operations.md with their numbers, and no others do', () => {
		const made = Object.entries(alarms).map(([name, { above, below, during }]) => {
			const bound = above === undefined ? `below ${below}` : `above ${above}`
			return `${name} ${bound} for ${(during.seconds * during.periods) / 60} min`
		})
		const documented = documentation.matchAll(/`([a-z0-9-]+)`(?: \([^)]*\))? ((?:above|below) [\d.]+ for \d+ min)/g)
		expect([...documented].map(([, name, when]) => `${name} ${when}`).toSorted()).toEqual(made.toSorted())
	})

	it.each(Object.entries(alarms))('%s names a runbook that is there, and metrics that are told', (_name, told) => {
		expect(documentation.includes(`\n## ${told.section}\n`)).toBe(true)
		for (const metric of told.says.match(/\bsluice_[a-z_]+/g) ?? [])
			expect(documentation.includes(`\`${metric}`)).toBe(true)
	})

	it('watch every metric that is filtered out of the log, and no other of ours', () => {
		const own = Object.values(alarms).filter(({ namespace }) => namespace === undefined)
		const watched = own.flatMap(({ metric, metrics }) => metric ?? Object.values(metrics))
		expect(watched.toSorted()).toEqual(Object.keys(filters).toSorted())
	})
})
