import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { takeLock } from '../service/store/lock.ts'
import { answers, type Child, runToEnd, startChild, whenReady } from './child.ts'
import { buildConsole, CONSOLE_SERVER } from './console-build.ts'
import { greeting } from './greeting.ts'
import { writeTerminalFiles } from './local-terminal.ts'
import * as local from './local-world.ts'
import { takenPorts } from './port.ts'

const watching = process.argv.includes('--watch')
const children: Child[] = []
let stopping = false

async function start(): Promise<void> {
	const portBase = local.readPortBase(process.env.SLUICE_PORT_BASE)
	const dataDir = resolve(process.env.SLUICE_DATA_DIR ?? '.sluice')
	mkdirSync(dataDir, { recursive: true, mode: 0o700 })
	const lock = takeLock(join(dataDir, 'start.lock'))
	process.once('exit', () => lock.release())
	await refuseTakenPorts(portBase)
	const world = { portBase, dataDir, urls: local.urlsOf(portBase), secrets: local.localSecrets(dataDir) }
	if (!watching) await buildConsole(console.log)
	await startStandin(world)
	await importWorld(world)
	await Promise.all([startService(world), startConsole(world)])
	for (const child of children) void child.ended.then(stopWith)
	console.log(greeting(world.urls.console, writeTerminalFiles(world)))
}

async function refuseTakenPorts(portBase: number): Promise<void> {
	const taken = await takenPorts([0, 1, 2, 3, 4, 5, 6].map((offset) => portBase + offset))
	if (taken.length === 0) return
	const other = `SLUICE_PORT_BASE=${portBase + 100} npm start`
	throw new Error(`Port ${taken.join(', ')} is taken. Stop what uses it, or choose others: ${other}`)
}

async function startStandin(world: local.LocalWorld): Promise<void> {
	const child = add('stand-in', ['standin/main.ts'], world, local.standinEnvironment(world))
	await whenReady(
		child,
		child.line((line) => line.startsWith('{"ready":true')),
	)
}

/** The first start of a data folder brings the world's customers in, through the same command an operator uses. */
async function importWorld(world: local.LocalWorld): Promise<void> {
	const done = join(world.dataDir, 'world-imported')
	if (existsSync(done)) return
	const args = ['service/main.ts', 'import-sources', 'standin/world/sources.json']
	const { code, output } = await runToEnd(args, local.serviceEnvironment(world))
	if (code !== 0) throw new Error(`The world's sources could not be imported:\n${output}`)
	writeFileSync(done, '')
}

async function startService(world: local.LocalWorld): Promise<void> {
	const watch = watching ? ['--watch-preserve-output', '--watch-path=service', '--watch-path=lib'] : []
	const child = add('service', [...watch, 'service/main.ts'], world, local.serviceEnvironment(world))
	await whenReady(child, answers(`${world.urls.service}/readyz`))
}

async function startConsole(world: local.LocalWorld): Promise<void> {
	const development = ['node_modules/next/dist/bin/next', 'dev', '-p', String(world.portBase), '-H', '127.0.0.1']
	const child = add('console', watching ? development : [CONSOLE_SERVER], world, local.consoleEnvironment(world))
	await whenReady(child, answers(`${world.urls.console}/sign-in`))
}

function add(name: string, args: string[], world: local.LocalWorld, env: NodeJS.ProcessEnv): Child {
	const child = startChild(name, args, { env, logFile: join(world.dataDir, `${name}.log`) })
	children.push(child)
	return child
}

async function stopWith(words: string | null): Promise<void> {
	if (stopping) return
	stopping = true
	if (words !== null) console.error(words)
	await Promise.all(children.map((child) => child.stop()))
	process.exit(words === null ? 0 : 1)
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stopWith(null))
start().catch((error: unknown) => stopWith(error instanceof Error ? error.message : String(error)))
