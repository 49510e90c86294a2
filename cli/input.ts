import type { Endpoint } from '../lib/contract/endpoint.ts'
import type { FieldError } from '../lib/gateway/refusal.ts'
import { wireRequest } from '../lib/gateway/wire-request.ts'
import { at } from './flat.ts'
import type { Member } from './member.ts'
import { jsonOf, type ReadText } from './read-text.ts'

/** What stood on the command line: arguments in the order of the members that have one, options by their name. */
export type Given = { args: readonly (string | undefined)[]; options: Readonly<Record<string, unknown>> }
export type Fields = Record<string, unknown>
/** Either the operation's input, ready to be sent, or every mistake in it, each with what to do. */
export type Input = { fields: Fields } | { mistakes: string[] }

/** The input that a command line means, held against the contract before anything is sent. */
export async function inputOf(row: Endpoint, members: Member[], given: Given, readText: ReadText): Promise<Input> {
	const fields: Fields = {}
	const mistakes: string[] = []
	const args = [...given.args]
	for (const member of members) {
		const argument = member.argument ? args.shift() : undefined
		const option = given.options[member.name]
		if (argument !== undefined && option !== undefined && argument !== option) {
			mistakes.push(`${named(member)} is given twice, as ${argument} and as ${String(option)}. Leave one away.`)
		}
		const value = option ?? argument
		if (value === undefined) continue
		const one = await read(member, value, readText)
		if ('mistake' in one) mistakes.push(`${named(member)} ${one.mistake}.`)
		else fields[member.name] = one.value
	}
	if (mistakes.length > 0) return { mistakes }
	const built = wireRequest(row, 'https://localhost', fields)
	return built.ok ? { fields } : { mistakes: built.errors.map((error) => mistakeOf(members, fields, error)) }
}

const NUMBER = /^-?\d+(\.\d+)?$/

async function read(
	{ kind, given }: Member,
	value: unknown,
	readText: ReadText,
): Promise<{ value: unknown } | { mistake: string }> {
	if (kind === 'number') return NUMBER.test(String(value)) ? { value: Number(value) } : { mistake: 'must be a number' }
	if (kind === 'flag') return { value: given }
	if (kind !== 'json') return { value }
	const text = String(value)
	const read = text.startsWith('@') ? await readText(text.slice(1)) : { text }
	return 'mistake' in read ? read : jsonOf(read.text)
}

function mistakeOf(members: Member[], fields: Fields, { field, message }: FieldError): string {
	const [first = '', ...inner] = field.split('.')
	const member = members.find(({ name }) => name === first)
	if (!member) return `${field} ${message}.`
	if (fields[first] === undefined) return `${named(member)} is missing. Add ${exampleOf(member)}.`
	const words = at(fields, field) === undefined ? 'is missing' : message
	return `${[named(member), ...inner].join(' ')} ${words}.`
}

/** How a person finds the member on the command line. */
const named = ({ option, short }: Member) => `--${option}${short === null ? '' : ` (-${short})`}`

function exampleOf({ option, short, choices, argument, hint }: Member): string {
	const placeholder = choices[0] ?? option.toUpperCase()
	const form = argument ? placeholder : `${short === null ? `--${option}` : `-${short}`} ${placeholder}`
	const among = choices.length > 0 ? `one of ${choices.join(', ')}` : hint
	return among === '' ? form : `${form}: ${among}`
}
