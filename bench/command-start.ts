import { spawnSync } from 'node:child_process'
import { median, type Row } from './row.ts'

const RUNS = 15
const COMMAND = ['cli/sluice.mjs', '--help']

/** How long the terminal's command takes to say what it can do, against a Node that does nothing, in turns. */
export function commandStart(): Row {
	run(COMMAND) // The first start compiles what later ones find compiled.
	const pairs = Array.from({ length: RUNS }, () => ({ ours: run(COMMAND), bare: run(['-e', '0']) }))
	const [ours, bare] = [median(pairs.map((pair) => pair.ours)), median(pairs.map((pair) => pair.bare))]
	return {
		measure: 'start of the terminal’s command',
		ours: `${ours.toFixed(0)} ms`,
		reference: `${bare.toFixed(0)} ms, node -e 0`,
		ratio: ours / bare,
		goal: { atMost: 8 },
	}
}

/** Milliseconds of wall clock. */
function run(args: string[]): number {
	const started = performance.now()
	const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' })
	if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}`)
	return performance.now() - started
}
