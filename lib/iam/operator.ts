import { addressInRange } from './address.ts'
import { arnMatches } from './arn.ts'
import { matches, toPattern, toText } from './pattern.ts'
import { parseMoment, parseNumber } from './quantity.ts'
import type { Piece } from './variables.ts'

/** How one value of the request is compared with one value of the policy. */
interface Comparison {
	/** Variables are filled in string and ARN conditions only (IAM user guide, policy variables). */
	readonly variables: boolean
	readonly test: (value: string, pieces: readonly Piece[]) => boolean
}

export interface Operator {
	readonly set: 'all' | 'any' | null
	readonly ifExists: boolean
	/** Null asks whether the key is there, all others compare its values. */
	readonly comparison: Comparison | 'presence'
	readonly negated: boolean
}

const equal: Comparison = { variables: true, test: (value, pieces) => value === toText(pieces) }
const equalIgnoringCase: Comparison = {
	variables: true,
	test: (value, pieces) => value.toLowerCase() === toText(pieces).toLowerCase(),
}
const like: Comparison = { variables: true, test: (value, pieces) => matches(toPattern(pieces), value) }
const arn: Comparison = { variables: true, test: (value, pieces) => arnMatches(toPattern(pieces), value) }
const binary: Comparison = { variables: false, test: equal.test }
const address: Comparison = { variables: false, test: (value, pieces) => addressInRange(value, toText(pieces)) }
const truth: Comparison = {
	variables: false,
	test: (value, pieces) => /^(true|false)$/i.test(value) && equalIgnoringCase.test(value, pieces),
}

type Order = (value: number, wanted: number) => boolean

/** A text that is no quantity of its kind is like none: it never compares as equal, less or greater. */
function ordered(parse: (text: string) => number | null, order: Order): Comparison {
	return {
		variables: false,
		test: (value, pieces) => {
			const left = parse(value)
			const right = parse(toText(pieces))
			return left !== null && right !== null && order(left, right)
		},
	}
}

const orders: readonly (readonly [string, Order, boolean])[] = [
	['Equals', (value, wanted) => value === wanted, false],
	['NotEquals', (value, wanted) => value === wanted, true],
	['LessThan', (value, wanted) => value < wanted, false],
	['LessThanEquals', (value, wanted) => value <= wanted, false],
	['GreaterThan', (value, wanted) => value > wanted, false],
	['GreaterThanEquals', (value, wanted) => value >= wanted, false],
]

type Base = Pick<Operator, 'comparison' | 'negated'>

/** The closed list of the IAM user guide, "condition operators". Names are exact. */
const operators = new Map<string, Base>([
	['StringEquals', { comparison: equal, negated: false }],
	['StringNotEquals', { comparison: equal, negated: true }],
	['StringEqualsIgnoreCase', { comparison: equalIgnoringCase, negated: false }],
	['StringNotEqualsIgnoreCase', { comparison: equalIgnoringCase, negated: true }],
	['StringLike', { comparison: like, negated: false }],
	['StringNotLike', { comparison: like, negated: true }],
	['ArnEquals', { comparison: arn, negated: false }],
	['ArnNotEquals', { comparison: arn, negated: true }],
	['ArnLike', { comparison: arn, negated: false }],
	['ArnNotLike', { comparison: arn, negated: true }],
	['IpAddress', { comparison: address, negated: false }],
	['NotIpAddress', { comparison: address, negated: true }],
	['Bool', { comparison: truth, negated: false }],
	['BinaryEquals', { comparison: binary, negated: false }],
	['Null', { comparison: 'presence', negated: false }],
	...orders.map(([name, order, negated]): [string, Base] => [
		`Numeric${name}`,
		{ comparison: ordered(parseNumber, order), negated },
	]),
	...orders.map(([name, order, negated]): [string, Base] => [
		`Date${name}`,
		{ comparison: ordered(parseMoment, order), negated },
	]),
])

const form = /^(?:(ForAllValues|ForAnyValue):)?(.+?)(IfExists)?$/s

/** Reads an operator name with its optional set prefix and `IfExists`; null when AWS lists no such operator. */
export function parseOperator(name: string): Operator | null {
	const [, prefix, baseName = '', suffix] = form.exec(name) ?? []
	const base = operators.get(baseName)
	if (base === undefined || (base.comparison === 'presence' && suffix !== undefined)) return null
	const set = prefix === undefined ? null : prefix === 'ForAllValues' ? 'all' : 'any'
	return { ...base, set, ifExists: suffix !== undefined }
}
