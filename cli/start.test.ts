import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Endpoint } from '../lib/contract/endpoint.ts'
import { table } from '../lib/contract/table.ts'
import { membersOf } from './member.ts'
import { commandOperations, wordsOf } from './names.ts'
import { sluice } from './stack.fixture.ts'

/** Each test starts processes, which take their time on a busy machine. */
vi.setConfig({ testTimeout: 90_000, hookTimeout: 180_000 })

const SETTINGS = {
	SLUICE_API_URL: 'https://api.example.com/prod',
	SLUICE_CONSOLE_URL: 'https://console.example.com',
	SLUICE_REGION: 'us-west-2',
}
const RUN = ['check', 'run', '-s', 'harbor-web', '--profile', 'sync']

let folder: string
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'sluice-start-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('help', () => {
	it('names every command that the contract makes', async () => {
		const { code, stdout } = await sluice(['--help'])
		expect(code).toBe(0)
		for (const [word = ''] of commandOperations.map(wordsOf)) expect(stdout).toMatch(new RegExp(`^  ${word}\\b`, 'm'))
		expect(stdout).toContain('Exit codes: 0 fine')
	})

	it.each(commandOperations.map((operation) => [wordsOf(operation).join(' '), operation] as const))(
		'of %s is the contract’s summary with every option and choice',
		async (words, operation) => {
			const row: Endpoint = table[operation]
			const { code, stdout } = await sluice([...words.split(' '), '--help'])
			const flat = stdout.replaceAll(/\s+/g, ' ')
			expect([code, flat]).toEqual([0, expect.stringContaining(`${row.summary}.`)])
			for (const { option, short, choices } of membersOf(row)) {
				expect(flat).toContain(`${short === null ? '' : `-${short}, `}--${option}`)
				for (const choice of choices) expect(flat).toContain(`"${choice}"`)
			}
		},
	)

	it('tells the version', async () => {
		expect(await sluice(['--version'])).toEqual({ code: 0, stdout: '0.1.0\n', stderr: '' })
	})
})

describe('wrong usage ends with 2 and says what to do', () => {
	it.each<[string[], string]>([
		[[], 'Usage: sluice'],
		[['check'], 'Usage: sluice check'],
		[['chek'], 'Did you mean check?'],
		[['check', 'rum'], 'Did you mean run?'],
		[['check', 'run'], '--source (-s) is missing. Add -s SOURCE'],
		[['check', 'run', '-s', 'a'], '--profile is missing. Add --profile sync: one of sync, replay-existing'],
		[['check', 'run', '-s', 'a', '--profile', 'snyc'], 'Allowed choices are sync'],
		[['check', 'run', '-s', 'a b', '--profile', 'sync'], '--source (-s) must be 1 to 128 letters'],
		[[...RUN, '--ticket', 'none'], '--ticket must be a ticket id such as LAKE-1234.'],
		[[...RUN, '--sourc', 'a'], 'Did you mean --source?'],
		[[...RUN, '--json', '--csv'], 'cannot be used with'],
		[['sources', 'show', 'a', 'b'], 'too many arguments'],
		[['sources', 'search', '--limit', '201'], '--limit must be at most 200.'],
		[['sources', 'import', 'file'], "required option '--ticket <ticket>' not specified"],
	])('%j', async (args, words) => {
		const { code, stdout, stderr } = await sluice(args, SETTINGS)
		expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining(words)])
	})
})

describe('settings', () => {
	it.each<[string, Record<string, string>, string]>([
		['missing ones', {}, 'SLUICE_API_URL: is not set'],
		['an address that is none', { ...SETTINGS, SLUICE_API_URL: 'api' }, 'SLUICE_API_URL: must be an absolute URL'],
		['an address in the clear', { ...SETTINGS, SLUICE_API_URL: 'http://api.example.com' }, 'must begin with https://'],
		[
			'a console with a path',
			{ ...SETTINGS, SLUICE_CONSOLE_URL: 'https://a.example/x' },
			'SLUICE_CONSOLE_URL: must be an origin',
		],
		['a region that is none', { ...SETTINGS, SLUICE_REGION: 'Oregon' }, 'SLUICE_REGION: must be an AWS region'],
	])('%s are wrong usage, with every place to set them', async (_, env, words) => {
		const { code, stderr } = await sluice(['whoami'], env)
		expect([code, stderr]).toEqual([2, expect.stringContaining(words)])
		expect(stderr).toMatch(/--api-url[\s\S]*SLUICE_API_URL[\s\S]*config\.json/)
	})

	it.each(['{', '{"apiURL": "https://api.example.com"}', '[]'])('a file that holds %s is named', async (text) => {
		mkdirSync(join(folder, 'sluice'), { recursive: true })
		writeFileSync(join(folder, 'sluice/config.json'), text)
		const { code, stderr } = await sluice(['whoami'], { ...SETTINGS, XDG_CONFIG_HOME: folder })
		expect([code, stderr]).toEqual([2, expect.stringContaining(join(folder, 'sluice/config.json'))])
	})
})

/** Prints the address of every module as it is loaded. */
const TELLS = `data:text/javascript,${encodeURIComponent(
	`import { registerHooks } from 'node:module'
	registerHooks({ load(url, context, next) { process.stderr.write(url + '\\n'); return next(url, context) } })`,
)}`

describe('what a start loads', () => {
	it.each([[['--help']], [['check', 'run', '--help']], [['check', 'run']], [['whoami']]])(
		'of %j holds neither AWS nor what signs',
		async (args) => {
			const { stderr } = await sluice(args, { NODE_OPTIONS: `--import=${TELLS}` })
			expect(stderr).toMatch(/commander/)
			expect(stderr).not.toMatch(/@aws-sdk|@smithy/)
		},
	)
})
