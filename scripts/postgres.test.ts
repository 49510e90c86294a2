import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { startPostgres } from './postgres.ts'

const started = await startPostgres()
if ('skip' in started) process.stdout.write(`skipped: throw-away PostgreSQL, ${started.skip}\n`)

const listens = (port: number) =>
	new Promise<boolean>((resolve) => {
		const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false))
		socket.on('close', () => socket.destroy()).end()
	})

/** Command lines of every process that has `text` in its own. */
const processesWith = (text: string) =>
	readdirSync('/proc')
		.filter((name) => /^\d+$/.test(name))
		.map((pid) => {
			try {
				return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
			} catch {
				return ''
			}
		})
		.filter((line) => line.includes(text))

describe.skipIf('skip' in started)('a throw-away PostgreSQL', { timeout: 90_000 }, () => {
	it('answers on loopback, asks for its password, and is gone after stop', async () => {
		if ('skip' in started) throw new Error(started.skip)
		const url = new URL(started.url)
		expect(url.hostname).toBe('127.0.0.1')
		const client = new pg.Client({ connectionString: started.url })
		await client.connect()
		const { rows } = await client.query<{ data: string }>(`select current_setting('data_directory') as data`)
		await client.end()
		const folder = join(rows[0]?.data ?? '', '..')
		url.password = 'guessed'
		await expect(new pg.Client({ connectionString: url.href }).connect()).rejects.toThrow(/password/)
		expect(processesWith(folder)).not.toEqual([])

		await started.stop()
		expect(await listens(Number(url.port))).toBe(false)
		await expect.poll(() => processesWith(folder)).toEqual([])
		expect(() => readdirSync(folder)).toThrow('ENOENT')
	})

	it('is gone when whoever started it is killed', async () => {
		const starter = spawn(process.execPath, [join(import.meta.dirname, 'postgres.ts')], {
			stdio: ['ignore', 'pipe', 'inherit'],
		})
		const lines = createInterface({ input: starter.stdout })[Symbol.asyncIterator]()
		const url = new URL((await lines.next()).value ?? '')
		expect(await listens(Number(url.port))).toBe(true)
		const left = once(starter, 'exit')
		starter.kill('SIGKILL')
		await left
		await expect.poll(() => listens(Number(url.port)), { timeout: 30_000 }).toBe(false)
		await expect.poll(() => processesWith(`-p\0${url.port}`), { timeout: 30_000 }).toEqual([])
	})
})
