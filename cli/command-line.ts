import type { Endpoint } from '../lib/contract/endpoint.ts'
import { type Operation, table } from '../lib/contract/table.ts'
import type { Fields } from './input.ts'
import { type Member, membersOf } from './member.ts'
import { wordsOf } from './names.ts'

/**
 * What to type to have `operation` carried out on those of `fields` that it takes: arguments first, since an option that
 * takes a list would swallow them. A required one that is not known stands in capitals, for the person to fill in.
 */
export function commandLine(operation: Operation, fields: Fields): string {
	const row: Endpoint = table[operation]
	const members = membersOf(row).filter(({ name, required }) => required || isKnown(fields[name]))
	const [args, options] = [members.filter(({ argument }) => argument), members.filter(({ argument }) => !argument)]
	const words = [...args, ...options].flatMap((member) => wordsFor(member, fields[member.name]))
	return ['sluice', ...wordsOf(operation), ...words].join(' ')
}

const isKnown = (value: unknown) => (Array.isArray(value) ? value.length > 0 : value !== null && value !== undefined)

function wordsFor({ option, short, argument, kind }: Member, value: unknown): string[] {
	const values = [isKnown(value) ? value : option.toUpperCase()].flat().map((one) => shellWord(String(one)))
	if (argument) return values
	return [short === null ? `--${option}` : `-${short}`, ...(kind === 'flag' ? [] : values)]
}

/** As a POSIX shell reads it back: quoted unless it is plain. */
const shellWord = (text: string) => (/^[\w.,:/@%+=~-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`)
