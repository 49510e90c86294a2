import { z } from 'zod'
import type { Endpoint } from '../lib/contract/endpoint.ts'

/** One field of an operation's input, as a command line gives it. */
export type Member = {
	/** Its name in the contract. */
	name: string
	/** Its long option without dashes. */
	option: string
	/** Its short option without the dash. */
	short: string | null
	/** Stands as an argument, without an option before it; the option works as well. */
	argument: boolean
	/** `list`: given once for each entry. `json`: JSON text, or @FILE that holds it. `flag`: given without a value. */
	kind: 'text' | 'number' | 'flag' | 'list' | 'json'
	/** What a flag stands for. */
	given: unknown
	choices: string[]
	required: boolean
	/** What the contract says of it, for help and for mistakes. */
	hint: string
}

const property = z.looseObject({
	type: z.string().optional(),
	enum: z.array(z.unknown()).optional(),
	const: z.unknown().optional(),
	properties: z.record(z.string(), z.unknown()).optional(),
	items: z.looseObject({ type: z.string().optional() }).optional(),
	minimum: z.number().optional(),
	maximum: z.number().optional(),
	default: z.unknown().optional(),
})
const document = z.looseObject({
	properties: z.record(z.string(), property).default({}),
	required: z.array(z.string()).default([]),
})

const SHORT: Readonly<Record<string, string>> = { sourceId: 's', clusterId: 'c' }
/** The text of a search is what one types after the verb, as an id is. */
const SEARCH_TEXT = 'q'

/** Every field of the row's input, those of its path first. */
export function membersOf({ input }: Endpoint): Member[] {
	return (['params', 'query', 'body'] as const).flatMap((place) => {
		const part = input[place]
		if (!part) return []
		const { properties, required } = document.parse(z.toJSONSchema(part, { io: 'input', unrepresentable: 'any' }))
		return Object.entries(properties).map(([name, about]): Member => {
			const choices = (about.enum ?? []).map(String)
			return {
				name,
				option: optionOf(name),
				short: SHORT[name] ?? null,
				argument: place === 'params' || name === SEARCH_TEXT || isSubject(name, required),
				kind: kindOf(about),
				given: about.const ?? true,
				choices,
				required: required.includes(name),
				hint: hintOf(part.shape[name], about),
			}
		})
	})
}

/** The id of the one thing that a command is about stands as in the commands whose path holds it, unless it has a short option. */
const isSubject = (name: string, required: string[]) =>
	name.endsWith('Id') && !(name in SHORT) && required.includes(name)

/** `sourceId` is `source`, `baseVersion` is `base-version`. */
export const optionOf = (name: string) =>
	name.replace(/Id$/, '').replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)

function kindOf({ type, items, const: only }: z.infer<typeof property>): Member['kind'] {
	if (type === 'integer' || type === 'number') return 'number'
	if (type === 'boolean' || only === 'true') return 'flag'
	if (type === 'array' && items?.type === 'string') return 'list'
	return type === 'string' ? 'text' : 'json'
}

function hintOf(schema: z.core.$ZodType | undefined, about: z.infer<typeof property>): string {
	if (kindOf(about) === 'json') {
		const names = Object.keys(about.properties ?? {}).join(', ')
		return `JSON${names && ` of ${names}`}; @FILE takes it from a file, @- from standard input`
	}
	const range = [about.minimum, about.maximum].filter((end) => end !== undefined && Math.abs(end) < 1e9)
	const usual = about.default === undefined ? '' : `, ${about.default} unless said`
	if (kindOf(about) === 'number') return range.length === 2 ? `from ${range.join(' to ')}${usual}` : ''
	if (about.enum) return usual.replace(', ', '')
	if (kindOf(about) !== 'text' || !schema) return ''
	// What the contract says of text that is none of the kind is the best description of the kind that there is.
	const [issue] = z.safeParse(schema, '').error?.issues ?? []
	return issue && !/^(Invalid|Too )/.test(issue.message) ? issue.message.replace(/^must (be )?/, '') : ''
}
