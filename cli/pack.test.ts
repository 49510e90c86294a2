import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { ended, spawnSluice } from './stack.fixture.ts'

/** Each test starts processes, which take their time on a busy machine. */
vi.setConfig({ testTimeout: 90_000, hookTimeout: 180_000 })

/** The package as somebody gets it: packed, installed where nothing else is and no registry answers, and run there. */

const run = promisify(execFile)
const env = { ...process.env, PATH: [dirname(process.execPath), process.env.PATH].join(delimiter) }
let folder: string
let installed: string
beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'sluice-pack-'))
	await run('npm', ['pack', import.meta.dirname, '--pack-destination', folder], { cwd: folder, env })
	const [tarball = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'))
	writeFileSync(join(folder, 'package.json'), '{"private": true}')
	const quiet = ['--offline', '--ignore-scripts', '--no-audit', '--no-fund']
	await run('npm', ['install', ...quiet, join(folder, tarball)], { cwd: folder, env })
	installed = join(folder, 'node_modules')
}, 180_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const packed = (args: string[], given = {}) =>
	ended(spawnSluice(args, { PATH: env.PATH, ...given }, [join(installed, '.bin/sluice')]))

it('brings one file of plain JavaScript and nothing else', () => {
	expect(readdirSync(installed).filter((name) => !name.startsWith('.'))).toEqual(['sluice'])
	expect(readdirSync(join(installed, 'sluice')).sort()).toEqual(['dist', 'package.json'])
	expect(readdirSync(join(installed, 'sluice/dist'))).toEqual(['sluice.js'])
})

it('holds no path or name of the machine that packed it', () => {
	const text = readFileSync(join(installed, 'sluice/dist/sluice.js'), 'utf8')
	expect(text).not.toContain(dirname(import.meta.dirname))
})

it('starts, validates and reaches for credentials and for the gate', async () => {
	expect(await packed(['--version'])).toMatchObject({ code: 0, stdout: '0.1.0\n' })
	expect(await packed(['check', 'run', '--help'])).toMatchObject({
		code: 0,
		stdout: expect.stringContaining('"replay-existing"'),
	})
	expect(await packed(['check', 'run'])).toMatchObject({
		code: 2,
		stderr: expect.stringContaining('--source (-s) is missing'),
	})
	const settings = {
		SLUICE_API_URL: 'http://127.0.0.1:1/prod',
		SLUICE_CONSOLE_URL: 'https://console.example.com',
		SLUICE_REGION: 'us-west-2',
	}
	expect(await packed(['whoami'], settings)).toMatchObject({
		code: 3,
		stderr: expect.stringContaining('There are no AWS credentials'),
	})
	const keys = {
		AWS_ACCESS_KEY_ID: 'ASIATESTTESTTESTTEST',
		AWS_SECRET_ACCESS_KEY: 'not-a-secret',
		AWS_SESSION_TOKEN: 'not-a-token',
	}
	expect(await packed(['whoami'], { ...settings, ...keys })).toMatchObject({
		code: 3,
		stderr: expect.stringContaining('could not be reached'),
	})
})
