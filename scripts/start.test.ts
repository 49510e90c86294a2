import { spawn } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { takeLock } from '../service/store/lock.ts'

const folder = () => mkdtempSync(join(tmpdir(), 'sluice-start-'))

/** Starts Sluice where it must refuse before it builds or starts anything. */
function start(
	env: Record<string, string>,
	program = process.execPath,
): Promise<{ code: number | null; said: string }> {
	const args = ['--import', './scripts/require-node.mjs', 'scripts/start.ts']
	const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
	let said = ''
	const collect = (chunk: unknown) => {
		said += String(chunk)
	}
	child.stdout.on('data', collect)
	child.stderr.on('data', collect)
	return new Promise((done) => child.once('close', (code) => done({ code, said })))
}

describe('npm start refuses in one line', () => {
	it('a taken port, naming it and the way out', async () => {
		const holder = createServer()
		const port = await new Promise<number>((listening) => {
			holder.listen(0, '127.0.0.1', () => {
				const address = holder.address()
				listening(typeof address === 'object' && address ? address.port : 0)
			})
		})
		const { code, said } = await start({ SLUICE_PORT_BASE: String(port - 2), SLUICE_DATA_DIR: folder() })
		holder.close()
		expect(code).toBe(1)
		expect(said.trim().split('\n')).toHaveLength(1)
		expect(said).toContain(`Port ${port} is taken`)
		expect(said).toContain('SLUICE_PORT_BASE=')
	})

	it('a second start on the same data folder, naming the process that holds it', async () => {
		const dataDir = folder()
		const lock = takeLock(join(dataDir, 'start.lock'))
		const { code, said } = await start({ SLUICE_PORT_BASE: '3900', SLUICE_DATA_DIR: dataDir })
		lock.release()
		expect(code).toBe(1)
		expect(said.trim().split('\n')).toHaveLength(1)
		expect(said).toContain(String(process.pid))
	})

	it.each(['0', '65530', '3000.5', 'http'])('a first port that is none: %s', async (base) => {
		const { code, said } = await start({ SLUICE_PORT_BASE: base, SLUICE_DATA_DIR: folder() })
		expect(code).toBe(1)
		expect(said).toContain(`SLUICE_PORT_BASE must be a whole number from 1 to 65529, not "${base}"`)
	})

	it('a Node that is too old, saying how to get another', async () => {
		const pretend = join(folder(), 'old-node.mjs')
		writeFileSync(pretend, "Object.defineProperty(process.versions, 'node', { value: '20.1.0' })\n")
		const { code, said } = await start({ NODE_OPTIONS: `--import ${pretend}`, SLUICE_DATA_DIR: folder() })
		expect(code).toBe(1)
		expect(said.trim()).toMatch(/^Sluice needs Node 24 or newer.*npm ci/)
	})
})
