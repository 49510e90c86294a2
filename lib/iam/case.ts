import type { AccessRequest, PolicySet, Verdict } from './access.ts'
import { evaluate } from './evaluate.ts'
import { isObject } from './fault.ts'

/** A request, the policies around it and the verdict they must give: the shape of everything in `cases/`. */
export interface Case {
	readonly name: string
	readonly request: AccessRequest
	readonly policies: PolicySet
	readonly expected: Pick<Verdict, 'decision' | 'layer' | 'layers' | 'crossAccount'>
}

type ReadCase = { readonly ok: true; readonly case: Case } | { readonly ok: false; readonly problem: string }

/** Checks the shape of one recorded case. The policy documents in it stay as they are: they may be malformed. */
export function readCase(json: unknown): ReadCase {
	if (!isObject(json)) return { ok: false, problem: 'the case is not an object' }
	const { name, request, policies, expected } = json
	if (typeof name !== 'string') return { ok: false, problem: 'name is not a text' }
	if (!isRequest(request)) return { ok: false, problem: 'request has the wrong shape' }
	if (!isPolicySet(policies)) return { ok: false, problem: 'policies have the wrong shape' }
	if (!isExpected(expected)) return { ok: false, problem: 'expected has the wrong shape' }
	return { ok: true, case: { name, request, policies, expected } }
}

/** Null when the evaluator reaches the expected verdict, else both verdicts as text. */
export function mismatch({ request, policies, expected }: Case): string | null {
	const wanted = summary(expected)
	const got = summary(evaluate(request, policies))
	return wanted === got ? null : `expected ${wanted}, got ${got}`
}

function summary({ decision, layer, layers, crossAccount }: Case['expected']): string {
	return JSON.stringify({ decision, layer, layers, crossAccount })
}

const requestTexts = ['principal', 'action', 'resource', 'resourceAccount'] as const

function isRequest(json: unknown): json is AccessRequest {
	if (!isObject(json) || !requestTexts.every((member) => typeof json[member] === 'string')) return false
	const { context } = json
	return isObject(context) && Object.values(context).every((value) => typeof value === 'string' || areTexts(value))
}

function isPolicySet(json: unknown): json is PolicySet {
	if (!isObject(json)) return false
	const { identity, scps, rcps } = json
	const levels = (value: unknown): boolean => Array.isArray(value) && value.every(Array.isArray)
	return (
		Array.isArray(identity) &&
		levels(scps) &&
		levels(rcps) &&
		['resource', 'boundary', 'session'].every((member) => member in json)
	)
}

const decisions: readonly unknown[] = ['allowed', 'explicitDeny', 'implicitDeny', 'invalid']

function isExpected(json: unknown): json is Case['expected'] {
	if (!isObject(json)) return false
	const { decision, layer, layers, crossAccount } = json
	if (!decisions.includes(decision) || typeof crossAccount !== 'boolean') return false
	return (layer === null || typeof layer === 'string') && areTexts(layers)
}

function areTexts(json: unknown): json is readonly string[] {
	return Array.isArray(json) && json.every((item) => typeof item === 'string')
}
