import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'

const BASE = 3180

test('Ctrl-C ends a started Sluice with every child, and the same folder can be started again', async () => {
	test.setTimeout(120_000)
	const dataDir = mkdtempSync(join(tmpdir(), 'sluice-start-'))
	for (const round of ['first', 'second']) {
		const env = { ...process.env, SLUICE_PORT_BASE: String(BASE), SLUICE_DATA_DIR: dataDir }
		const sluice = spawn(process.execPath, ['scripts/start.ts'], { env, stdio: ['ignore', 'pipe', 'inherit'] })
		const ended = new Promise((done) => sluice.once('exit', (code) => done(code)))
		const greeting = await new Promise<string>((ready) => {
			let said = ''
			sluice.stdout.on('data', (chunk) => {
				said += String(chunk)
				if (said.includes('Ctrl-C stops everything')) ready(said)
			})
		})
		expect(greeting).toContain(`http://localhost:${BASE}`)
		expect(greeting.match(/http:\/\/localhost:\d+\/(sources|checks)/g), 'three links to try').toHaveLength(3)
		const children = execFileSync('pgrep', ['-P', String(sluice.pid)], { encoding: 'utf8' })
			.trim()
			.split('\n')
		expect(children, round).toHaveLength(3)
		sluice.kill('SIGINT')
		expect(await ended, round).toBe(0)
		for (const pid of children) expect(() => process.kill(Number(pid), 0), `child ${pid} is gone`).toThrow()
		for (let offset = 0; offset < 7; offset++) expect(await answers(BASE + offset), `port ${BASE + offset}`).toBe(false)
	}
})

function answers(port: number): Promise<boolean> {
	return new Promise((done) => {
		const socket = connect(port, '127.0.0.1')
		socket.once('connect', () => done(true))
		socket.once('error', () => done(false))
	})
}
