import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pino from 'pino'
import { expect, it } from 'vitest'
import { openTestStore } from '../store/test-store.ts'
import { countAnswers, showCircuits } from './aws.ts'
import { createRegistry } from './registry.ts'
import { measureRequests } from './requests.ts'
import { measureWork } from './work.ts'

it('docs/operations.md says of every metric when to look, and names none that is not told', async () => {
	const store = await openTestStore('pglite')
	const registry = createRegistry()
	measureRequests(registry, () => ({ inFlight: 0, waiting: 0 }))
	countAnswers(registry, pino({ level: 'silent' }))
	showCircuits(registry, () => [])
	measureWork(registry, { db: store.db, queues: [], hasOutbox: true, clock: () => 0 })
	const told = new Set((await registry.text()).match(/(?<=^# HELP )\w+/gm))
	await store.close()
	const documentation = readFileSync(join(import.meta.dirname, '../../docs/operations.md'), 'utf8')
	expect(new Set(documentation.match(/\bsluice_[a-z_]+/g))).toEqual(told)
})
