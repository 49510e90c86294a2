import type { Endpoint } from '../lib/contract/endpoint.ts'
import { type Operation, operations, table } from '../lib/contract/table.ts'

/** What people call a noun at a terminal. `emr` is the word of the command that Sluice's own replaces. */
const NOUNS = new Map([
	['checks', 'check'],
	['clusters', 'emr'],
	['replays', 'replay'],
])
const VERBS = new Map([['get', 'show']])

/** Operations whose words are not noun and verb. */
const WORDS = new Map([
	['sessions.me', 'whoami'],
	['sources.list', 'sources search'],
	['clusters.fetch', 'emr check'],
	['replays.getPlan', 'replay show-plan'],
])

/** Signing in and out belong to the console: at a terminal Okta and AWS do both. */
const NO_COMMANDS = new Set<string>(['sessions.bind', 'sessions.end'])

/** The words after `sluice`, one or two, for an operation of the contract, those of nouns to come included. */
export function wordsOf(operation: string): string[] {
	const [noun = '', verb = ''] = operation.split('.')
	const words = WORDS.get(operation) ?? `${NOUNS.get(noun) ?? noun} ${VERBS.get(verb) ?? verb}`
	return words.split(' ')
}

/** Every operation that has a command, in the order of the contract. */
export const commandOperations: Operation[] = operations.filter((operation) => !NO_COMMANDS.has(operation))

/** Whether carrying it out changes something: such a command repeats what it is about to do and asks. */
export function isDangerous(operation: Operation): boolean {
	const row: Endpoint = table[operation]
	return row.effect === 'write' || row.effect === 'customer-write'
}
