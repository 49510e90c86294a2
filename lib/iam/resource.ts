import { arnMatches, arnParts } from './arn.ts'
import type { Lookup } from './context.ts'
import { toPattern } from './pattern.ts'
import type { Truth } from './truth.ts'
import { type Filled, fill, type Piece, written } from './variables.ts'

const shortForm = 'execute-api:'

/**
 * Does one Resource entry meet the requested resource? Letters' case counts. A request for `*` (an action that has
 * no resource type) is met by the entry `*` only; any other `*` in a request is a plain character.
 */
export function resourceMatches(entry: string, resource: string, lookup: Lookup, variables: boolean): Truth {
	if (entry === '*') return true
	if (resource === '*') return false
	const filled = variables ? fillResourcePart(entry, lookup) : written(entry)
	if (filled === 'unknown') return 'unknown'
	if (filled === 'none') return false
	const whole = entry.startsWith(shortForm) ? expandShortForm(filled, resource) : filled
	return whole !== null && arnMatches(toPattern(whole), resource)
}

/** Variables stand in the resource part only, after the fifth colon (IAM user guide, policy variables). */
function fillResourcePart(entry: string, lookup: Lookup): Filled {
	const parts = entry.startsWith(shortForm) ? null : arnParts(entry)
	if (parts === null) return fill(entry, lookup)
	const last = fill(parts.at(-1) ?? '', lookup)
	return typeof last === 'string' ? last : [...written(`${parts.slice(0, -1).join(':')}:`), ...last]
}

/** `execute-api:/STAGE/METHOD/PATH` means the API that was asked for, so that a policy needs not name its own API. */
function expandShortForm(filled: readonly Piece[], resource: string): readonly Piece[] | null {
	const parts = arnParts(resource)
	if (parts === null || parts[2] !== 'execute-api') return null
	const [api = ''] = (parts[5] ?? '').split('/')
	const head = [...parts.slice(0, 5), api].join(':')
	const [first, ...rest] = filled
	const tail = { text: (first?.text ?? '').slice(shortForm.length), inserted: false }
	return [{ text: head, inserted: true }, tail, ...rest]
}
