import type { Condition } from './condition.ts'
import { fault, isObject, type Parsed, type Path, parsed, parseOneOrMany } from './fault.ts'
import { parseOperator } from './operator.ts'

/** Reads a Condition element, one entry per operator and key; none when it is left out or empty. */
export function parseConditions(json: unknown, path: Path): Parsed<Condition[]> {
	if (json === undefined) return parsed([])
	if (!isObject(json)) return fault('bad-condition', path)
	const conditions: Condition[] = []
	for (const [name, keys] of Object.entries(json)) {
		const operator = parseOperator(name)
		if (operator === null) return fault('unknown-operator', [...path, name])
		if (!isObject(keys)) return fault('bad-condition', [...path, name])
		for (const [key, wanted] of Object.entries(keys)) {
			const at = [...path, name, key]
			// Every condition key carries the name of its service: `s3:prefix`, `aws:SourceIp`.
			if (!key.includes(':')) return fault('bad-condition', at)
			const values = parseOneOrMany(wanted, at, parseValue)
			if (!values.ok) return values
			conditions.push({ operator, key, values: values.value })
		}
	}
	return parsed(conditions)
}

function parseValue(json: unknown, path: Path): Parsed<string> {
	const scalar = typeof json === 'string' || typeof json === 'number' || typeof json === 'boolean'
	return scalar ? parsed(String(json)) : fault('bad-condition', path)
}
