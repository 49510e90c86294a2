import { randomInt } from 'node:crypto'
import { globSync } from 'node:fs'
import { basename } from 'node:path'
import { startPostgres } from './postgres.ts'
import { ONE_FAILED, runVitest } from './suite.ts'

/** Proofs that take minutes, of which the quick suites hold a sample. They stand beside what they prove. */
const proofs = new Map(
	globSync('{lib,service,standin}/**/*.torture.ts').map((file) => [basename(file, '.torture.ts'), file]),
)

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !proofs.has(name))
if (unknown.length > 0) {
	console.error(`No proof is called ${unknown.join(', ')}. There are: ${[...proofs.keys()].sort().join(', ')}`)
	process.exit(2)
}

const given = process.env.SLUICE_SEED
const seed = given === undefined ? randomInt(2 ** 31) : Number(given)
if (!Number.isInteger(seed)) {
	console.error(`SLUICE_SEED must be a whole number, not ${given}`)
	process.exit(2)
}
const repeat = `SLUICE_SEED=${seed} npm run torture${wanted.length > 0 ? ` -- ${wanted.join(' ')}` : ''}`
console.log(`seed ${seed}: "${repeat}" draws the same again`)

const postgres = await startPostgres()
if ('skip' in postgres) console.log(`skipped: what needs PostgreSQL (${postgres.skip})`)
const url = 'url' in postgres ? postgres.url : undefined
try {
	const files = [...proofs].flatMap(([name, file]) => (wanted.length === 0 || wanted.includes(name) ? [file] : []))
	const environment = { ...process.env, SLUICE_SEED: String(seed), SLUICE_TEST_DATABASE_URL: url }
	const tally = await runVitest(['--config=scripts/torture-config.ts', ...files], environment).catch(
		(error: unknown) => {
			console.error(error instanceof Error ? error.message : error)
			return ONE_FAILED
		},
	)
	if (tally.failed > 0) console.log(`seed ${seed}: "${repeat}" draws the same again`)
	if (tally.skipped > 0) console.log(`${tally.skipped} skipped`)
	console.log(`${tally.passed} passed, ${tally.failed} failed`)
	process.exitCode = tally.failed > 0 || tally.passed === 0 ? 1 : 0
} finally {
	if ('stop' in postgres) await postgres.stop()
}
