import { readFileSync, rmSync, writeFileSync } from 'node:fs'

export type Lock = { release(): void }

/** Somebody else holds the lock. The message is one line for a person: who, and what to do. */
export class LockHeld extends Error {
	override name = 'LockHeld'
	readonly pid: number | null
	constructor(message: string, pid: number | null) {
		super(message)
		this.pid = pid
	}
}

type Owner = { pid: number; startTime: string | null }

/**
 * Takes the lock file at `path` for this process, or throws LockHeld. A lock is taken over only when the process it
 * names is gone: no such pid, or that pid now belongs to a process with another start time.
 */
export function takeLock(path: string): Lock {
	const mine = JSON.stringify({ pid: process.pid, startTime: startTimeOf(process.pid) } satisfies Owner)
	if (!createExclusively(path, mine)) {
		refuseLiveOwner(path)
		takeOver(path, mine)
	}
	return {
		release() {
			if (textOf(path) === mine) rmSync(path, { force: true })
		},
	}
}

/** Removing a dead owner's file needs a guard of its own: else two takers could each remove the other's fresh lock. */
function takeOver(path: string, mine: string): void {
	const guard = `${path}.takeover`
	if (!createExclusively(guard, mine)) {
		throw new LockHeld(
			`${path} is being taken over by another process. Start again; if this stays, no Sluice runs and ${guard} is left from a crash: delete it.`,
			ownerIn(guard)?.pid ?? null,
		)
	}
	try {
		refuseLiveOwner(path)
		rmSync(path, { force: true })
		if (!createExclusively(path, mine)) refuseLiveOwner(path)
	} finally {
		rmSync(guard, { force: true })
	}
}

function refuseLiveOwner(path: string): void {
	const text = textOf(path)
	if (text === null) return
	const owner = ownerIn(path)
	if (owner === null) {
		throw new LockHeld(`${path} names no process. If no other Sluice uses this folder, delete that file.`, null)
	}
	if (isAlive(owner)) {
		throw new LockHeld(
			`${path} is held by process ${owner.pid}, which is running. Stop Sluice first, before an operator's command too, or choose another data folder.`,
			owner.pid,
		)
	}
}

function createExclusively(path: string, text: string): boolean {
	try {
		writeFileSync(path, text, { flag: 'wx', mode: 0o600 })
		return true
	} catch (error) {
		if (codeOf(error) === 'EEXIST') return false
		throw error
	}
}

function textOf(path: string): string | null {
	try {
		return readFileSync(path, 'utf8')
	} catch (error) {
		if (codeOf(error) === 'ENOENT') return null
		throw error
	}
}

function ownerIn(path: string): Owner | null {
	const found = /^\{"pid":(\d+),"startTime":(?:null|"(\d+)")\}$/.exec(textOf(path) ?? '')
	return found ? { pid: Number(found[1]), startTime: found[2] ?? null } : null
}

function isAlive(owner: Owner): boolean {
	try {
		process.kill(owner.pid, 0)
	} catch (error) {
		// EPERM: the process exists and belongs to somebody else.
		if (codeOf(error) !== 'EPERM') return false
	}
	const now = startTimeOf(owner.pid)
	return owner.startTime === null || now === owner.startTime
}

/** Clock ticks since boot at which a process started, or null where /proc does not exist. A zombie has none: it is gone. */
function startTimeOf(pid: number): string | null {
	const stat = textOf(`/proc/${pid}/stat`)
	if (stat === null) return null
	// The second field is the program's name in parentheses and may hold blanks: count from behind it.
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
	return fields[0] === 'Z' || fields[0] === 'X' ? null : (fields[19] ?? null)
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined)
