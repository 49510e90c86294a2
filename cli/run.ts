import { CommanderError } from 'commander'
import { table } from '../lib/contract/table.ts'
import { SettingsError } from '../lib/settings/environment.ts'
import { EXIT, type Exit } from './exit.ts'
import { importSources } from './import.ts'
import { readImportFile } from './import-file.ts'
import { inputOf } from './input.ts'
import manifest from './package.json' with { type: 'json' }
import { perform } from './perform.ts'
import { createProgram, type Order } from './program.ts'
import { type ReadText, textReader } from './read-text.ts'
import { createSession, type Session } from './session.ts'
import { readSettings } from './settings.ts'
import { createTerminal, type Process, type Terminal } from './terminal.ts'

/** Runs one command line, its arguments only, and answers the exit code. */
export async function run(args: string[], process: Process): Promise<Exit> {
	const terminal = createTerminal(process)
	const order = orderOf(args, terminal)
	if (typeof order === 'number') return order
	try {
		const work = await prepared(order, textReader(process.stdin))
		if ('mistakes' in work) return wrong(terminal, work.mistakes)
		const settings = await readSettings(order.flags, process.env)
		const { interrupted } = process
		return await work.start(createSession({ flags: order.flags, settings, terminal, interrupted }))
	} catch (error) {
		if (error instanceof SettingsError) return wrong(terminal, [error.message])
		throw error
	}
}

/** The one order that a command line gives, or the exit code when it gives none. */
function orderOf(args: string[], terminal: Terminal): Order | Exit {
	const orders: Order[] = []
	const program = createProgram(
		args,
		manifest.version,
		{
			writeOut: (text) => terminal.answer(text.trimEnd()),
			writeErr: (text) => terminal.say(text.trimEnd()),
			outputError: (text) => terminal.say(text.trimEnd().replace(/^error: /, 'sluice: ')),
		},
		(order) => void orders.push(order),
	)
	try {
		program.parse(args, { from: 'user' })
	} catch (error) {
		if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.fine : EXIT.usage
		throw error
	}
	return orders[0] ?? EXIT.usage
}

type Work = { start: (session: Session) => Promise<Exit> } | { mistakes: string[] }

/** What the order is about, read and held against the contract, before anything else is looked at. */
async function prepared(order: Order, readText: ReadText): Promise<Work> {
	if (order.kind === 'import') {
		const read = await readImportFile(order.file, order.ticket, readText)
		return 'mistakes' in read ? read : { start: (session) => importSources(read.items, order.ticket, session) }
	}
	const { operation, members, given } = order
	const input = await inputOf(table[operation], members, given, readText)
	return 'mistakes' in input ? input : { start: (session) => perform(operation, input.fields, session) }
}

function wrong(terminal: Terminal, mistakes: string[]): Exit {
	terminal.say(mistakes.map((mistake) => `sluice: ${mistake}`).join('\n'))
	return EXIT.usage
}
