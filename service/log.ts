import pino, { type Logger } from 'pino'

const BUFFER_BYTES = 8 * 1024
const LONGEST_WAIT_MS = 250

/**
 * Structured log on standard output. Lines are written together, since one system call for each costs more than making
 * it; none waits longer than a quarter of a second, and a process that ends in an orderly way or by an error writes the
 * rest first. What must survive a kill is in the audit.
 */
export function createLog(level: string): Logger {
	const log = pino({ level, base: undefined }, pino.destination({ sync: false, minLength: BUFFER_BYTES }))
	setInterval(() => log.flush(), LONGEST_WAIT_MS).unref()
	return log
}
