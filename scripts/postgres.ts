import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { accessSync, chmodSync, chownSync, constants, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

/** A PostgreSQL server of our own on loopback, or why there is none. `url` names a superuser; `stop` removes everything. */
export type StartedPostgres = { url: string; stop(): Promise<void> } | { skip: string }
type User = { uid: number; gid: number } | null

/**
 * Runs the server's programs in `bin` until standard input ends, which happens when we ask for it, exit or are killed:
 * so no server outlives its starter. SIGINT is PostgreSQL's fast shutdown.
 */
const SUPERVISOR = `
set -e
dir=$1; bin=$2; port=$3
"$bin/initdb" -D "$dir/data" -U sluice -A scram-sha-256 --pwfile="$dir/password" -E UTF8 --locale=C --no-sync >/dev/null
rm "$dir/password"
"$bin/postgres" -D "$dir/data" -h 127.0.0.1 -p "$port" -k "$dir" &
server=$!
(wait_for_server() { while kill -0 $server 2>/dev/null; do sleep 1; done; }; true)
cat >/dev/null
kill -INT $server 2>/dev/null || true
wait $server || true
rm -rf "$dir"
`
