import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { freeBase, hold, release } from './trial-ports.ts'

const SECRET = 'a-shared-secret-of-the-gate'
const dataDir = mkdtempSync(join(tmpdir(), 'sluice-standin-'))
afterAll(() => rmSync(dataDir, { recursive: true }))

describe('the program', () => {
	it('prints one line when ready, and ends in order on SIGTERM', async () => {
		const program = run({ SLUICE_PORT_BASE: String(await freeBase()), SLUICE_GATE_SECRET: SECRET })
		await expect.poll(program.out, { timeout: 10_000 }).toContain('\n')
		expect(JSON.parse(program.out())).toMatchObject({ ready: true, urls: { okta: expect.any(String) } })
		program.stop()
		expect(await program.ended).toBe(0)
		expect(program.out() + program.err()).not.toContain(SECRET)
	})

	it.each<[string, (base: number) => Record<string, string>, RegExp]>([
		[
			'a port that is none',
			() => ({ SLUICE_PORT_BASE: 'x', SLUICE_GATE_SECRET: SECRET }),
			/^SLUICE_PORT_BASE: must be a port number\n$/,
		],
		[
			'a port too high',
			() => ({ SLUICE_PORT_BASE: '65530', SLUICE_GATE_SECRET: SECRET }),
			/^SLUICE_PORT_BASE: must be a port from 1 to 65529\n$/,
		],
		['no secret', (base) => ({ SLUICE_PORT_BASE: String(base) }), /^SLUICE_GATE_SECRET: must be set\n$/],
		[
			'a short secret',
			(base) => ({ SLUICE_PORT_BASE: String(base), SLUICE_GATE_SECRET: 'x' }),
			/^SLUICE_GATE_SECRET: must be at least/,
		],
		[
			'half a key pair',
			() => ({ SLUICE_GATE_SECRET: SECRET, SLUICE_SERVICE_AWS_KEY_ID: 'AKIATRIALTRIALTRIAL2' }),
			/^SLUICE_SERVICE_AWS_SECRET: must be set together with SLUICE_SERVICE_AWS_KEY_ID\n$/,
		],
		[
			'a key id that is none',
			() => ({ SLUICE_GATE_SECRET: SECRET, SLUICE_SERVICE_AWS_KEY_ID: 'AKIA1' }),
			/^SLUICE_SERVICE_AWS_KEY_ID: must be AKIA/,
		],
	])('ends in one line with %s', async (_why, environment, line) => {
		const program = run(environment(await freeBase()))
		expect(await program.ended).toBe(1)
		expect(program.err()).toMatch(line)
	})

	it('ends in one line on a taken port', async () => {
		const base = await freeBase()
		const holder = await hold(base + 2)
		const program = run({ SLUICE_PORT_BASE: String(base), SLUICE_GATE_SECRET: SECRET })
		expect(await program.ended).toBe(1)
		expect(program.err()).toMatch(/^Port \d+ \(okta\) is taken: .*SLUICE_PORT_BASE.*\n$/)
		await release(holder)
	})
})

function run(environment: Record<string, string>) {
	const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
		env: { NODE_ENV: 'test', PATH: process.env.PATH, SLUICE_DATA_DIR: dataDir, ...environment },
	})
	let out = ''
	let err = ''
	child.stdout.on('data', (chunk) => {
		out += chunk
	})
	child.stderr.on('data', (chunk) => {
		err += chunk
	})
	const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
	return { out: () => out, err: () => err, ended, stop: () => child.kill('SIGTERM') }
}
