/** One filter of infra/modules/alarms/filters.json. `value`: a number, or the field that holds it. */
export type Filter = { pattern: string; value: string }

type Line = Record<string, unknown>
type Term = (line: Line) => boolean

/**
 * What a metric filter takes from a line of JSON; null when it takes nothing. Knows that part of CloudWatch's language
 * which our filters use (CloudWatch Logs user guide, filter pattern syntax): comparisons of one field, in parentheses and
 * joined by `&&`; a text in quotes, which may begin or end with `*`; a number compared with numbers only.
 */
export function taken({ pattern, value }: Filter, text: string): number | null {
	const line: Line = JSON.parse(text)
	if (!termsOf(pattern).every((term) => term(line))) return null
	const found = value.startsWith('$.') ? line[value.slice(2)] : Number(value)
	return typeof found === 'number' ? found : null
}

function termsOf(pattern: string): Term[] {
	const inner = /^\{ (.+) \}$/.exec(pattern)?.[1]
	if (inner === undefined) throw new Error(`Not a pattern for JSON: ${pattern}`)
	const terms = inner.split(' && ')
	return terms.map((term) => termOf(terms.length === 1 ? term : (/^\((.+)\)$/.exec(term)?.[1] ?? '')))
}

function termOf(text: string): Term {
	const [, field = '', operator, literal = ''] = /^\$\.(\w+) (=|!=|>=) ("[^"]*"|\d+)$/.exec(text) ?? []
	if (operator === undefined) throw new Error(`Not a comparison that is known here: ${text}`)
	if (operator === '>=') {
		return (line) => {
			const held = line[field]
			return typeof held === 'number' && held >= Number(literal)
		}
	}
	const wanted = wildcard(literal.slice(1, -1))
	return (line) => {
		const held = line[field]
		return typeof held === 'string' && wanted.test(held) === (operator === '=')
	}
}

const wildcard = (text: string) => new RegExp(`^${text.split('*').map(RegExp.escape).join('.*')}$`)
