import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'

export type Tally = { passed: number; failed: number; skipped: number }
export type Suite = {
	name: string
	/** Seconds it may take on two cores. Over it the suite counts as one more failure. */
	budget: number
	run(): Promise<Tally>
}

export const ONE_PASSED: Tally = { passed: 1, failed: 0, skipped: 0 }
export const ONE_FAILED: Tally = { passed: 0, failed: 1, skipped: 0 }

const PLAIN = { NO_COLOR: '1', FORCE_COLOR: undefined }
/** Playwright sets FORCE_COLOR for its workers, and Node warns in each of them when NO_COLOR stands beside it. */
const PLAIN_PLAYWRIGHT = { NO_COLOR: undefined, FORCE_COLOR: '0' }

/** Runs `node args` with its output on this terminal and answers the exit code. Outside a terminal it is asked to be `plain`. */
export function runNode(args: string[], env: NodeJS.ProcessEnv = process.env, plain: object = PLAIN): Promise<number> {
	const colors = process.stdout.isTTY ? {} : plain
	const child = spawn(process.execPath, args, { env: { ...env, ...colors }, stdio: ['ignore', 'inherit', 'inherit'] })
	return new Promise((done) => child.once('close', (code) => done(code ?? 1)))
}

/** A step that passes or fails as a whole. */
export const step = (name: string, budget: number, args: string[]): Suite => ({
	name,
	budget,
	run: async () => ((await runNode(args)) === 0 ? ONE_PASSED : ONE_FAILED),
})

const vitestReport = z.object({
	numPassedTests: z.number(),
	numFailedTests: z.number(),
	numPendingTests: z.number(),
	numTodoTests: z.number(),
})

export async function runVitest(args: string[], env: NodeJS.ProcessEnv): Promise<Tally> {
	const file = join(mkdtempSync(join(tmpdir(), 'sluice-unit-')), 'report.json')
	const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
	const code = await runNode(['node_modules/vitest/vitest.mjs', 'run', ...reporters, ...args], env)
	const report = vitestReport.parse(JSON.parse(readFileSync(file, 'utf8')))
	const failed = report.numFailedTests
	return {
		passed: report.numPassedTests,
		failed: failed === 0 && code !== 0 ? 1 : failed,
		skipped: report.numPendingTests + report.numTodoTests,
	}
}

const playwrightReport = z.object({
	stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
})

/** A test that passed only on a second try counts as failed: it is a race that somebody will meet. */
export async function runPlaywright(args: string[], env: NodeJS.ProcessEnv): Promise<Tally> {
	const file = join(mkdtempSync(join(tmpdir(), 'sluice-e2e-')), 'report.json')
	const withReport = { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: file }
	const code = await runNode(
		['node_modules/@playwright/test/cli.js', 'test', '--reporter=line,json', ...args],
		withReport,
		PLAIN_PLAYWRIGHT,
	)
	const { stats } = playwrightReport.parse(JSON.parse(readFileSync(file, 'utf8')))
	const failed = stats.unexpected + stats.flaky
	return { passed: stats.expected, failed: failed === 0 && code !== 0 ? 1 : failed, skipped: stats.skipped }
}
