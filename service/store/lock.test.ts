import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LockHeld, takeLock } from './lock.ts'

let folder: string
let path: string
const children: ChildProcess[] = []

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'sluice-lock-'))
	path = join(folder, 'db.lock')
})
afterEach(async () => {
	for (const child of children.splice(0)) await killed(child)
	rmSync(folder, { recursive: true })
})

/** Takes the lock when told to, says `won` or `lost`, and stays until it is killed. */
const TAKER = `
import { takeLock } from ${JSON.stringify(join(import.meta.dirname, 'lock.ts'))}
console.log('ready')
process.stdin.once('data', () => {
	try { takeLock(process.argv[1]); console.log('won') } catch (error) { console.log('lost ' + error.name) }
})
process.stdin.resume()
`

async function taker() {
	const child = spawn(process.execPath, ['--input-type=module', '-e', TAKER, path], {
		stdio: ['pipe', 'pipe', 'inherit'],
	})
	children.push(child)
	const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
	expect((await lines.next()).value).toBe('ready')
	return {
		child,
		async take(): Promise<string> {
			child.stdin.write('\n')
			return (await lines.next()).value ?? 'died'
		},
	}
}

async function killed(child: ChildProcess) {
	if (child.exitCode !== null || child.signalCode !== null) return
	const gone = once(child, 'exit')
	child.kill('SIGKILL')
	await gone
}

const refusal = (): LockHeld => {
	try {
		takeLock(path)
	} catch (error) {
		if (error instanceof LockHeld) return error
		throw error
	}
	throw new Error('the lock was given away')
}

describe('a lock that is held', () => {
	it('by a living process is refused in one line that names the process and what to do', async () => {
		const { child, take } = await taker()
		expect(await take()).toBe('won')
		const error = refusal()
		expect(error.pid).toBe(child.pid)
		expect(error.message).toMatch(new RegExp(`process ${child.pid}\\b.*Stop Sluice first`))
		expect(error.message).not.toContain('\n')
	})

	it('by this process itself is refused as well: two stores in one process corrupt a folder just the same', () => {
		takeLock(path)
		expect(refusal().pid).toBe(process.pid)
	})

	it('in a file that names no process is refused and left alone, since nobody can tell who wrote it', () => {
		writeFileSync(path, '')
		expect(refusal().message).toContain(path)
		expect(existsSync(path)).toBe(true)
	})
})

describe('a lock that another process is taking over', () => {
	it('is refused, naming the file to delete in case that process crashed', () => {
		writeFileSync(path, JSON.stringify({ pid: process.pid, startTime: '1' }))
		writeFileSync(`${path}.takeover`, '')
		expect(refusal().message).toContain(`${path}.takeover`)
		expect(readFileSync(path, 'utf8')).toContain('"startTime":"1"')
	})
})

describe('a lock whose owner is gone is taken over', () => {
	it('after kill -9', async () => {
		const { child, take } = await taker()
		expect(await take()).toBe('won')
		await killed(child)
		takeLock(path)
		expect(refusal().pid).toBe(process.pid)
	})

	it('when the pid lives again as another process', () => {
		writeFileSync(path, JSON.stringify({ pid: process.pid, startTime: '1' }))
		expect(() => takeLock(path)).not.toThrow()
	})

	it('when the owner is dead and only not yet reaped by its parent', async () => {
		// The child ends only after its parent has become a program that never asks for ended children.
		const script = 'exec 3<&0; (read line <&3) & echo $!; exec sleep 600'
		const parent = spawn('/bin/sh', ['-c', script], { stdio: ['pipe', 'pipe', 'inherit'] })
		children.push(parent)
		const lines = createInterface({ input: parent.stdout })[Symbol.asyncIterator]()
		const zombie = Number((await lines.next()).value)
		await expect.poll(() => readFileSync(`/proc/${parent.pid}/comm`, 'utf8')).toBe('sleep\n')
		parent.stdin.write('\n')
		const stat = () => readFileSync(`/proc/${zombie}/stat`, 'utf8')
		await expect.poll(stat).toContain(') Z ')
		writeFileSync(path, JSON.stringify({ pid: zombie, startTime: stat().split(' ')[21] }))
		expect(() => takeLock(path)).not.toThrow()
	})

	it('by exactly one of eight that try at once', async () => {
		const dead = await taker()
		expect(await dead.take()).toBe('won')
		await killed(dead.child)
		const takers = await Promise.all(Array.from({ length: 8 }, taker))
		const said = await Promise.all(takers.map(({ take }) => take()))
		expect(said.filter((word) => word === 'won')).toHaveLength(1)
		expect(said.filter((word) => word === 'lost LockHeld')).toHaveLength(7)
		expect(existsSync(`${path}.takeover`)).toBe(false)
	})
})

describe('releasing', () => {
	it('lets the next one in', () => {
		takeLock(path).release()
		expect(() => takeLock(path)).not.toThrow()
	})

	it('leaves a lock alone that is no longer ours', () => {
		const lock = takeLock(path)
		const theirs = JSON.stringify({ pid: 1, startTime: '1' })
		writeFileSync(path, theirs)
		lock.release()
		expect(readFileSync(path, 'utf8')).toBe(theirs)
	})
})
