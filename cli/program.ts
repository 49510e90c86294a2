import { Command, Option, type OutputConfiguration } from 'commander'
import type { Endpoint } from '../lib/contract/endpoint.ts'
import { type Operation, table } from '../lib/contract/table.ts'
import { isFollowed } from './follow.ts'
import type { Given } from './input.ts'
import { type Member, membersOf } from './member.ts'
import { commandOperations, isDangerous, wordsOf } from './names.ts'

/** What stands beside an operation's own members. */
export type Flags = {
	json?: true
	csv?: true
	awsProfile?: string
	apiUrl?: string
	consoleUrl?: string
	apiRegion?: string
	yes?: true
	wait?: boolean
	idempotencyKey?: string
}

/** What a command line means: an operation of the contract, or one of the commands over several. */
export type Order =
	| { kind: 'operation'; operation: Operation; members: Member[]; given: Given; flags: Flags }
	| { kind: 'import'; file: string; ticket: string; flags: Flags }

/**
 * The commands of the contract's table; `order` hears which of them a command line asks for. Commands that `args` does not
 * name have their names only, since reading the input of every operation takes longer than all else at the start.
 */
export function createProgram(
	args: string[],
	version: string,
	output: OutputConfiguration,
	order: (order: Order) => void,
): Command {
	const program = new Command('sluice')
		.description('See why a customer’s data lake stopped loading, without holding a key to it.')
		.version(version)
		.addOption(new Option('--json', 'answer as JSON, with the console’s link').conflicts('csv'))
		.option('--csv', 'answer as CSV')
		.option('--aws-profile <name>', 'AWS profile whose credentials sign (AWS_PROFILE)')
		.option('--api-url <url>', 'address of the API with its stage (SLUICE_API_URL)')
		.option('--console-url <url>', 'address of the console, for links (SLUICE_CONSOLE_URL)')
		.option('--api-region <region>', 'AWS region of the API (SLUICE_REGION)')
		.configureHelp({ showGlobalOptions: true })
		.addHelpText('after', AFTER)
		.configureOutput(output)
		.showHelpAfterError('(--help says what it takes)')
		.exitOverride()
	for (const operation of commandOperations) addOperation(program, operation, args, order)
	nounOf(program, 'sources')
		.command('import')
		.description('Put every source of a file, each as its own change.')
		.argument('<file>', 'JSON, a list of sources as the bulk import takes it; - for standard input')
		.requiredOption('--ticket <ticket>', 'the case that it belongs to (required)')
		.option('--yes', 'do not ask')
		.action((file: string, { ticket }: { ticket: string }, command: Command) =>
			order({ kind: 'import', file, ticket, flags: command.optsWithGlobals() }),
		)
	for (const noun of program.commands.filter(({ commands }) => commands.length > 0)) {
		noun.description(noun.commands.map((command) => command.name()).join(', '))
	}
	return program
}

const AFTER = `
Settings come from the options above, the environment or ~/.config/sluice/config.json, in this order.
Exit codes: 0 fine, 1 a finding or a refusal, 2 wrong usage, 3 could not tell, 130 Ctrl-C.`

function addOperation(program: Command, operation: Operation, args: string[], order: (order: Order) => void): void {
	const row: Endpoint = table[operation]
	const words = wordsOf(operation)
	const parent = words.length > 1 ? nounOf(program, words[0] ?? '') : program
	const command = parent.command(words.at(-1) ?? '').description(`${row.summary}.`)
	if (!words.every((word) => args.includes(word))) return
	const members = membersOf(row)
	for (const member of members) {
		if (member.argument) command.argument(argumentOf(member), member.hint)
		command.addOption(optionOf(member))
	}
	if (isDangerous(operation)) command.option('--yes', 'do not ask')
	if (isFollowed(operation)) command.option('--no-wait', 'answer at once, with the link to follow')
	if (row.method === 'POST') command.option('--idempotency-key <key>', 'repeat the call that was sent under this key')
	command.action((...received: unknown[]) => {
		const given = received.slice(0, members.filter(({ argument }) => argument).length).map(argumentText)
		const flags: Flags & Record<string, unknown> = command.optsWithGlobals()
		const options = Object.fromEntries(members.map((member) => [member.name, flags[attributeOf(member)]]))
		order({ kind: 'operation', operation, members, given: { args: given, options }, flags })
	})
}

function nounOf(program: Command, noun: string): Command {
	return program.commands.find((command) => command.name() === noun) ?? program.command(noun)
}

/** All words of a search are one text. */
const argumentOf = ({ option, kind, name }: Member) => (name === 'q' && kind === 'text' ? '[text...]' : `[${option}]`)
const argumentText = (received: unknown) => {
	const texts = [received ?? []].flat()
	return texts.length === 0 ? undefined : texts.join(' ')
}

function optionOf(member: Member): Option {
	const { option, short, kind, choices, required, hint } = member
	const names = `${short === null ? '' : `-${short}, `}--${option}`
	const value = kind === 'flag' ? '' : kind === 'list' ? ` <${option}...>` : ` <${option}>`
	const about = [hint, required ? '(required)' : ''].filter(Boolean).join(' ')
	const built = new Option(names + value, about)
	return choices.length > 0 && kind === 'text' ? built.choices(choices) : built
}

const attributeOf = (member: Member) => optionOf(member).attributeName()
