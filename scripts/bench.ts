import { findChromium } from './chromium.ts'
import { buildConsole } from './console-build.ts'
import { startPostgres } from './postgres.ts'
import { runNode } from './suite.ts'

const chromium = findChromium()
if (chromium === null)
	throw new Error('No Chromium was found: install Debian’s package "chromium", or set SLUICE_CHROMIUM.')
await buildConsole(console.log)
const postgres = await startPostgres()
const database = 'url' in postgres ? { SLUICE_BENCH_DATABASE_URL: postgres.url } : {}
if ('skip' in postgres) console.log(`no PostgreSQL: ${postgres.skip}`)
process.exitCode = await runNode(['bench/main.ts'], { ...process.env, ...database, SLUICE_CHROMIUM: chromium })
if ('stop' in postgres) await postgres.stop()
