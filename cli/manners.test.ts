import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { stripVTControlCharacters } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { replayPlan } from '../lib/contract/replay-plan.ts'
import sources from '../standin/world/sources.json' with { type: 'json' }
import { COMMAND, type Env, ended, type Stack, sluice, spawnSluice, startStack } from './stack.fixture.ts'

/** Each test starts processes, which take their time on a busy machine. */
vi.setConfig({ testTimeout: 90_000, hookTimeout: 180_000 })

/** How the command behaves as a process among others: signals, pipes that close, terminals. */

let stack: Stack
let admin: Env
let support: Env
beforeAll(async () => {
	stack = await startStack()
	;[admin, support] = await Promise.all([stack.as('admin'), stack.as('support')])
	const wanted = sources.filter(({ sourceId }) => ['grove-android', 'cedar-app', 'willow-web'].includes(sourceId))
	await sluice(['sources', 'import', '-', '--ticket', 'LAKE-1', '--yes'], admin, JSON.stringify(wanted))
})
afterEach(() => stack.world('aws', { faults: [] }))
afterAll(() => stack.close())

describe('Ctrl-C', () => {
	it('ends a command that waits, and says that the check goes on and where', async () => {
		await stack.world('aws', { faults: [{ account: 'cedar', hang: true }] })
		const child = spawnSluice(['check', 'run', '-s', 'cedar-app', '--profile', 'sync'], support)
		const result = ended(child)
		await new Promise<void>((begun) =>
			child.stderr?.on('data', (chunk) => String(chunk).includes('Started') && begun()),
		)
		child.kill('SIGINT')
		const { code, stdout, stderr } = await result
		expect([code, stdout]).toEqual([130, ''])
		const link = /goes on.*(http\S+\/checks\/(chk-\S+))/.exec(stderr)
		expect(link?.[1]).toContain(stack.urls.console)
		const shown = await sluice(['check', 'show', link?.[2] ?? '', '--json'], support)
		expect(JSON.parse(shown.stdout)).toMatchObject({ status: 'running' })
	})
})

describe('a pipe that closes', () => {
	it.each([['--help'], ['sources search'], ['sources search --csv'], ['sources search --json']])(
		'ends %s without a word',
		async (line) => {
			const child = spawnSluice(line.split(' '), support)
			child.stdout?.destroy()
			const { code, stderr } = await ended(child)
			expect([code, stderr.replace(/^Console: .*\n$/, '')]).toEqual([0, ''])
		},
	)

	it('leaves the exit code of a finding to the script', async () => {
		const words = [process.execPath, COMMAND, 'check', 'run', '-s', 'grove-android', '--profile', 'sync']
		const child = spawn('bash', ['-o', 'pipefail', '-c', '"$0" "$@" | head -n 1', ...words], {
			env: { PATH: process.env.PATH, HOME: '/nonexistent', NODE_ENV: 'test', ...support } as NodeJS.ProcessEnv,
			stdio: ['ignore', 'pipe', 'pipe'],
		})
		const { code, stdout } = await ended(child)
		expect([code, stdout]).toEqual([1, expect.stringMatching(/^Blocked: .*\n$/)])
	})
})

const hasScript = spawnSync('script', ['--version']).status === 0
if (!hasScript) console.log('skipped: the terminal tests (they need the program "script" of util-linux)')

/** Runs the command on a terminal of its own, on which somebody types `typed`. */
async function onTerminal(args: string[], env: Env, typed = ''): Promise<{ code: number | null; screen: string }> {
	const quoted = [process.execPath, COMMAND, ...args].map((word) => `'${word}'`).join(' ')
	const child = spawnSluice(['-qec', `stty cols 90; ${quoted}`, '/dev/null'], { TERM: 'xterm-256color', ...env }, [
		'script',
	])
	const chunks: string[] = []
	child.stdout?.on('data', (chunk) => {
		chunks.push(String(chunk))
		if (String(chunk).includes('Type yes')) child.stdin?.write(typed)
	})
	const [code] = (await once(child, 'close')) as [number | null]
	return { code, screen: chunks.join('').replaceAll('\r\n', '\n') }
}

describe.runIf(hasScript)('a terminal', () => {
	const ESCAPE = '\u001b'

	it('gets progress on one line, colour for the verdict, and lines that fit', async () => {
		const { code, screen } = await onTerminal(['check', 'run', '-s', 'grove-android', '--profile', 'sync'], support)
		expect(code).toBe(1)
		expect(screen).toContain(`\r${ESCAPE}[K`)
		expect(screen).toContain(`${ESCAPE}[1m${ESCAPE}[31mBlocked: `)
		const rows = screen.slice(screen.indexOf('outcome ')).split('\n')
		const widths = rows.map((row) => stripVTControlCharacters(row).length)
		expect(Math.max(...widths.slice(0, 20))).toBeLessThanOrEqual(90)
	})

	it('that wants no colour gets none', async () => {
		const { screen } = await onTerminal(['sources', 'search'], { ...support, NO_COLOR: '1' })
		expect(screen).toContain('grove-android')
		expect(screen).not.toContain(`${ESCAPE}[`)
	})

	it.each([
		['yes\n', 1, 'The service refused'],
		['y\n', 1, 'The service refused'],
		['no\n', 1, 'You refused. Nothing was sent.'],
		['\n', 1, 'You refused. Nothing was sent.'],
		['\u0004', 1, 'You refused. Nothing was sent.'],
		['\u0003', 130, 'Nothing was sent.'],
	])('is asked before anything is changed, the parameters repeated; to %j it hears', async (typed, exit, words) => {
		const before = stack.passages().length
		const order = ['sessions', 'release', '--person', 'nobody@sluice.example', '--ticket', 'LAKE-4']
		const { code, screen } = await onTerminal(order, admin, typed)
		expect(stripVTControlCharacters(screen)).toMatch(
			/Release a person[\s\S]*person +nobody@sluice\.example\s+ticket +LAKE-4[\s\S]*Type yes/,
		)
		expect([code, screen]).toEqual([exit, expect.stringContaining(words)])
		expect(stack.passages(before)).toHaveLength(words.startsWith('The service') ? 1 : 0)
	})

	it('is told whose days would be replayed where before it agrees to that, and to no nothing is sent', async () => {
		const day = (before: number) => new Date(Date.now() - before * 86_400_000).toISOString().slice(0, 10)
		const range = ['--from', day(9), '--to', day(3), '--ticket', 'LAKE-4']
		const planned = await sluice(['replay', 'plan', '-s', 'willow-web', ...range, '--json'], support)
		const { planId, digest, customer } = replayPlan.parse(JSON.parse(planned.stdout))
		const before = stack.passages().length
		const order = ['replay', 'submit', planId, '--digest', digest ?? '', '--ticket', 'LAKE-4']
		const { code, screen } = await onTerminal(order, support, 'no\n')
		const said = stripVTControlCharacters(screen)
		expect(said).toMatch(/^(no\n)?Submit a planned replay\n/)
		for (const fact of [`customer +${customer}`, 'cluster id +j-2W1LL0WWEB01', `from +${day(9)}`, `to +${day(3)}`]) {
			expect(said).toMatch(new RegExp(`${fact}\\s[\\s\\S]*Type yes`))
		}
		expect(said).toMatch(/totals days +\d[\s\S]*totals bytes +[\d,]+[\s\S]*digest +[0-9a-f]{64}/)
		expect([code, stack.passages(before)]).toEqual([1, [`GET /prod/v1/replay-plans/${planId} 200`]])
	})
})
