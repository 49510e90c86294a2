import { findChromium } from './chromium.ts'
import { buildConsole } from './console-build.ts'
import { INFRA_BUDGET, infra } from './infra.ts'
import { startPostgres } from './postgres.ts'
import { ONE_FAILED, ONE_PASSED, runPlaywright, runVitest, type Suite, step, type Tally } from './suite.ts'

const suites: Suite[] = [
	step('lint', 60, ['node_modules/@biomejs/biome/bin/biome', 'check', '.']),
	step('tree', 30, ['scripts/tree.ts']),
	step('types', 120, ['scripts/types.ts']),
	step('vectors', 60, ['scripts/vectors.ts', 'lib/iam/cases']),
	{ name: 'unit', budget: 1200, run: unit },
	{ name: 'infra', budget: INFRA_BUDGET, run: infra },
	{ name: 'build', budget: 300, run: build },
	{ name: 'e2e', budget: 900, run: e2e },
]

async function unit(): Promise<Tally> {
	const postgres = await startPostgres()
	if ('skip' in postgres) console.log(`skipped: the database suite on PostgreSQL (${postgres.skip})`)
	const url = 'url' in postgres ? postgres.url : undefined
	try {
		return await runVitest([], { ...process.env, SLUICE_TEST_DATABASE_URL: url })
	} finally {
		if ('stop' in postgres) await postgres.stop()
	}
}

async function build(): Promise<Tally> {
	await buildConsole(console.log)
	return ONE_PASSED
}

async function e2e(): Promise<Tally> {
	if (findChromium() === null) {
		console.error(
			'No Chromium was found. Install Debian’s package "chromium", or set SLUICE_CHROMIUM to a Chromium or Chrome program.',
		)
		return ONE_FAILED
	}
	return runPlaywright([], process.env)
}

async function runSuite(suite: Suite): Promise<Tally> {
	const started = performance.now()
	console.log(`\n== ${suite.name} (budget ${suite.budget} s)`)
	const tally = await suite.run().catch((error: unknown) => {
		console.error(error instanceof Error ? error.message : error)
		return ONE_FAILED
	})
	const seconds = (performance.now() - started) / 1000
	const late = seconds > suite.budget
	if (late) console.error(`${suite.name} took ${seconds.toFixed(0)} s, over its budget of ${suite.budget} s`)
	const counted = late ? { ...tally, failed: tally.failed + 1 } : tally
	console.log(`== ${suite.name}: ${counted.passed} passed, ${counted.failed} failed in ${seconds.toFixed(0)} s`)
	return counted
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !suites.some((suite) => suite.name === name))
if (unknown.length > 0) {
	console.error(`No suite is called ${unknown.join(', ')}. There are: ${suites.map((suite) => suite.name).join(', ')}`)
	process.exit(2)
}

const total: Tally = { passed: 0, failed: 0, skipped: 0 }
for (const suite of suites) {
	if (wanted.length > 0 && !wanted.includes(suite.name)) continue
	const tally = await runSuite(suite)
	total.passed += tally.passed
	total.failed += tally.failed
	total.skipped += tally.skipped
}
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : ''
console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`)
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0
