import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

export type RunningPostgres = { url: string; stop(): Promise<void> }
type User = { uid: number; gid: number }

/**
 * Runs the server until standard input ends, which happens when we stop it, exit or are killed: so no server outlives
 * its starter. SIGINT is PostgreSQL's fast shutdown; it is repeated, since a server that only just starts ignores it.
 */
const SUPERVISOR = `
bin=$1; dir=$2; port=$3
exec 3<&0
"$bin/initdb" -D "$dir/data" -U sluice -A scram-sha-256 --pwfile="$dir/password" -E UTF8 --locale=C --no-sync >/dev/null &&
{
	"$bin/postgres" -D "$dir/data" -h 127.0.0.1 -p "$port" -k "$dir" 3<&- &
	server=$!
	{ cat <&3 >/dev/null; while kill -INT $server; do sleep 0.2; done; } 2>/dev/null &
	wait $server
}
rm -rf "$dir"
`

/**
 * Starts a throw-away PostgreSQL (15 or newer) on a free loopback port in a folder of its own. Durable as the real one,
 * so that figures taken on it count. Answers why not, when this machine has no server programs.
 */
export async function startPostgres(): Promise<RunningPostgres | { skip: string }> {
	const first = await start()
	// Between choosing a free port and listening on it somebody else may have taken it.
	return 'skip' in first && first.skip.includes('could not create any TCP/IP sockets') ? start() : first
}

async function start(): Promise<RunningPostgres | { skip: string }> {
	const bin = serverPrograms()
	if (bin === null) return { skip: 'no PostgreSQL 15 or newer (initdb, postgres) on PATH or in /usr/lib/postgresql' }
	const user = process.getuid?.() === 0 ? unprivilegedUser() : null
	if (user === undefined) return { skip: 'PostgreSQL refuses to run as root, and there is no user postgres or nobody' }

	const dir = mkdtempSync(join(tmpdir(), 'sluice-postgres-'))
	const password = randomBytes(16).toString('hex')
	writeFileSync(join(dir, 'password'), password, { mode: 0o600 })
	if (user) for (const path of [join(dir, 'password'), dir]) chownSync(path, user.uid, user.gid)

	const port = await freePort()
	const supervisor = spawn('/bin/sh', ['-c', SUPERVISOR, 'sh', bin, dir, String(port)], {
		uid: user?.uid,
		gid: user?.gid,
		cwd: dir,
		env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
		// A group of its own: Ctrl-C in the terminal reaches us, and the server through us.
		detached: true,
		stdio: ['pipe', 'ignore', 'pipe'],
	})
	const ended = once(supervisor, 'exit')
	const said: string[] = []
	const ready = new Promise<boolean>((resolve) => {
		supervisor.stderr.setEncoding('utf8').on('data', (text: string) => {
			said.push(text)
			if (said.join('').includes('database system is ready to accept connections')) resolve(true)
		})
		supervisor.once('exit', () => resolve(false))
	})
	if (!(await ready)) {
		rmSync(dir, { recursive: true, force: true })
		return { skip: `PostgreSQL did not start: ${said.join('').trim().split('\n').at(-1)}` }
	}
	said.length = 0
	supervisor.stderr.removeAllListeners('data').resume()
	return {
		url: `postgres://sluice:${password}@127.0.0.1:${port}/postgres`,
		async stop() {
			supervisor.stdin.end()
			await ended
		},
	}
}

/** The folder of initdb and postgres: the newest of Debian's, which is not on PATH, or the one on PATH. */
function serverPrograms(): string | null {
	const debian = '/usr/lib/postgresql'
	const versions = existsSync(debian) ? readdirSync(debian).filter((name) => Number(name) >= 15) : []
	const folders = [
		...versions.sort((a, b) => Number(b) - Number(a)).map((version) => join(debian, version, 'bin')),
		...(process.env.PATH ?? '').split(delimiter),
	]
	return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres'))) ?? null
}

function unprivilegedUser(): User | undefined {
	const users = readFileSync('/etc/passwd', 'utf8')
	for (const name of ['postgres', 'nobody']) {
		const ids = new RegExp(`^${name}:[^:]*:(\\d+):(\\d+):`, 'm').exec(users)
		if (ids) return { uid: Number(ids[1]), gid: Number(ids[2]) }
	}
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1')
	await once(server, 'listening')
	const address = server.address()
	server.close()
	await once(server, 'close')
	if (address === null || typeof address === 'string') throw new Error('the system gave no port')
	return address.port
}

if (import.meta.main) {
	const started = await startPostgres()
	if ('skip' in started) {
		console.error(`No PostgreSQL: ${started.skip}`)
		process.exitCode = 1
	} else {
		console.log(started.url)
		for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, started.stop)
	}
}
