import type { Held, Lookup } from './context.ts'
import type { Operator } from './operator.ts'
import { every, not, some, type Truth } from './truth.ts'
import { type Filled, fill, written } from './variables.ts'

/** One key under one operator; a statement's conditions are all of these joined by AND. */
export interface Condition {
	readonly operator: Operator
	readonly key: string
	/** Numbers and booleans of the document as their text. */
	readonly values: readonly string[]
}

/**
 * Does the condition hold for what the lookup knows of the key?
 * Source: IAM user guide, condition operators, IfExists and multivalued context keys.
 */
export function conditionHolds(condition: Condition, lookup: Lookup, variables: boolean): Truth {
	const { operator, values } = condition
	const held = lookup(condition.key)
	if (operator.comparison === 'presence') return presenceHolds(held, values)
	if (held.state === 'unknown') return 'unknown'
	if (held.state === 'absent') return holdsWhenAbsent(operator)

	const { comparison } = operator
	const wanted = values.map((value) => (variables && comparison.variables ? fill(value, lookup) : written(value)))
	const matchesOne = (value: string): Truth => some(wanted, (filled) => compare(comparison.test, value, filled))
	const passes = (value: string): Truth => (operator.negated ? not(matchesOne(value)) : matchesOne(value))
	if (operator.set === 'any') return some(held.values, passes)
	// Without a set operator a negated test asks that no value match, as ForAllValues does.
	if (operator.set === 'all' || operator.negated) return every(held.values, passes)
	return some(held.values, passes)
}

function compare(
	test: (value: string, filled: Exclude<Filled, string>) => boolean,
	value: string,
	filled: Filled,
): Truth {
	if (filled === 'unknown') return 'unknown'
	return filled !== 'none' && test(value, filled)
}

function holdsWhenAbsent(operator: Operator): boolean {
	if (operator.ifExists || operator.set === 'all') return true
	return operator.set === null && operator.negated
}

function presenceHolds(held: Held, values: readonly string[]): Truth {
	const whenAbsent = values.some((value) => value.toLowerCase() === 'true')
	const whenPresent = values.some((value) => value.toLowerCase() === 'false')
	if (held.state === 'unknown') return whenAbsent === whenPresent ? whenAbsent : 'unknown'
	return held.state === 'absent' ? whenAbsent : whenPresent
}
