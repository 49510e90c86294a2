import { startStack } from '../e2e/stack.ts'
import { firstLoad } from './first-load.ts'
import { meets, type Row, render } from './row.ts'
import { serviceCpu } from './service-cpu.ts'
import { signing } from './signing.ts'

const PORTS = 3200
const stack = await startStack(PORTS)
const rows: Row[] = []
try {
	rows.push(...(await signing(process.env.SLUICE_CHROMIUM)))
	rows.push(...(await firstLoad(stack.urls.console)))
	const databaseUrl = process.env.SLUICE_BENCH_DATABASE_URL
	if (databaseUrl) rows.push(await serviceCpu(stack, databaseUrl, { service: PORTS + 10, bare: PORTS + 11 }))
	else console.log('skipped: service CPU per request (needs PostgreSQL: its figure on PGlite would say nothing)')
} finally {
	await stack.stop()
}
console.log(render(rows))
process.exitCode = rows.every(meets) ? 0 : 1
