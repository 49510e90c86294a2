import fc from 'fast-check'
import { beforeEach } from 'vitest'

/** How often a proof under way says how far it is. */
const EVERY_MS = 15_000

let proof = ''
let runs = 0
let saidAt = 0

beforeEach(({ task }) => {
	proof = task.name
	runs = 0
	saidAt = performance.now()
})

fc.configureGlobal({
	seed: Number(process.env.SLUICE_SEED),
	beforeEach() {
		runs += 1
		if (performance.now() - saidAt < EVERY_MS) return
		saidAt = performance.now()
		console.log(`  ${proof}: ${runs.toLocaleString('en')} runs so far`)
	},
})
