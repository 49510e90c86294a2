import { startStack } from '../e2e/stack.ts'
import { checkRows } from './check.ts'
import { commandStart } from './command-start.ts'
import { freshDatabase } from './database.ts'
import { firstLoad } from './first-load.ts'
import { meets, type Row, render } from './row.ts'
import { serviceCpu } from './service-cpu.ts'
import { signing } from './signing.ts'

const PORTS = 3200
const server = process.env.SLUICE_BENCH_DATABASE_URL
const stack = await startStack(PORTS, server ? { DATABASE_URL: await freshDatabase(server) } : {})
const rows: Row[] = []
try {
	rows.push(...(await signing(process.env.SLUICE_CHROMIUM)))
	rows.push(...(await firstLoad(stack.urls.console)))
	rows.push(commandStart())
	if (server) {
		const ports = { service: PORTS + 10, bare: PORTS + 11 }
		rows.push(await serviceCpu(stack, await freshDatabase(server), ports))
		rows.push(...(await checkRows(stack, server, PORTS + 20)))
	} else console.log('skipped: service CPU and checks (they need PostgreSQL: figures on PGlite would say nothing)')
} finally {
	await stack.stop()
}
console.log(render(rows))
process.exitCode = rows.every(meets) ? 0 : 1
