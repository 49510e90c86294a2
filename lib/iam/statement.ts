import type { Condition } from './condition.ts'
import { parseConditions } from './condition-syntax.ts'
import type { DocumentKind } from './document.ts'
import { type Fault, fault, isObject, type Json, type Parsed, type Path, parsed, parseOneOrMany } from './fault.ts'
import { type Principals, parsePrincipals } from './principal.ts'

/** `Action` or `NotAction`, `Resource` or `NotResource`: patterns as written. */
export interface Listed {
	readonly negated: boolean
	readonly patterns: readonly string[]
}

export interface Statement {
	readonly sid: string | null
	readonly effect: 'Allow' | 'Deny'
	readonly actions: Listed
	/** Null in a trust policy and other resource policies that mean the resource they hang on. */
	readonly resources: Listed | null
	/** Null where the document belongs to the caller. */
	readonly principals: Principals | null
	readonly conditions: readonly Condition[]
}

const members = new Set([
	'Sid',
	'Effect',
	'Principal',
	'NotPrincipal',
	'Action',
	'NotAction',
	'Resource',
	'NotResource',
	'Condition',
])
const action = /^(?:\*|[\w*?-]+:[\w*?-]+)$/
const alphanumeric = /^[A-Za-z0-9]*$/

export function parseStatement(json: unknown, kind: DocumentKind, path: Path): Parsed<Statement> {
	if (!isObject(json)) return fault('statement-not-an-object', path)
	const unknownMember = Object.keys(json).find((member) => !members.has(member))
	if (unknownMember !== undefined) return fault('unknown-statement-key', [...path, unknownMember])
	const sid = parseSid(json, kind, path)
	if (!sid.ok) return sid
	const { Effect: effect } = json
	if (effect !== 'Allow' && effect !== 'Deny') return fault('bad-effect', [...path, 'Effect'])
	if (kind === 'rcp' && effect !== 'Deny') return fault('rcp-may-only-deny', [...path, 'Effect'])
	const principals = principalsOf(json, kind, path)
	if (!principals.ok) return principals
	const actions = listed(json, 'Action', (text) => action.test(text), path)
	if (!actions.ok) return actions
	if (actions.value === null) return fault('no-action', path)
	const resources = listed(json, 'Resource', (text) => isResource(text, kind), path)
	if (!resources.ok) return resources
	if (resources.value === null && kind !== 'resource') return fault('no-resource', path)
	const conditions = parseConditions(json.Condition, [...path, 'Condition'])
	if (!conditions.ok) return conditions
	return parsed({
		sid: sid.value,
		effect,
		actions: actions.value,
		resources: resources.value,
		principals: principals.value,
		conditions: conditions.value,
	})
}

function parseSid(json: Json, kind: DocumentKind, path: Path): Parsed<string | null> {
	const { Sid: sid } = json
	if (sid === undefined) return parsed(null)
	// Bucket policies may hold a sentence here; IAM and Organizations take letters and digits only.
	if (typeof sid !== 'string' || (kind !== 'resource' && !alphanumeric.test(sid)))
		return fault('bad-sid', [...path, 'Sid'])
	return parsed(sid)
}

function principalsOf(json: Json, kind: DocumentKind, path: Path): Parsed<Principals | null> {
	const { Principal: named, NotPrincipal: spared } = json
	if (kind === 'rcp') {
		const everybody = named === '*' && spared === undefined
		return everybody
			? parsePrincipals(named, false, path)
			: fault('rcp-principal-not-everybody', [...path, 'Principal'])
	}
	if (kind !== 'resource') {
		const present = named !== undefined ? 'Principal' : spared !== undefined ? 'NotPrincipal' : null
		return present === null ? parsed(null) : fault('principal-not-allowed-here', [...path, present])
	}
	if (named !== undefined && spared !== undefined)
		return fault('both-principal-and-notprincipal', [...path, 'NotPrincipal'])
	if (named !== undefined) return parsePrincipals(named, false, [...path, 'Principal'])
	return spared === undefined ? fault('no-principal', path) : parsePrincipals(spared, true, [...path, 'NotPrincipal'])
}

function listed(
	json: Json,
	name: 'Action' | 'Resource',
	accepts: (text: string) => boolean,
	path: Path,
): Parsed<Listed | null> {
	const negatedName = `Not${name}`
	const bare = json[name]
	const negated = json[negatedName]
	const lower = name.toLowerCase()
	if (bare !== undefined && negated !== undefined) return fault(`both-${lower}-and-not${lower}`, [...path, negatedName])
	const member = bare === undefined ? negatedName : name
	const value = bare === undefined ? negated : bare
	if (value === undefined) return parsed(null)
	const at = [...path, member]
	const bad = (where: Path): Fault => fault(`bad-${lower}`, where)
	// An empty list would make its Not- form match everything.
	if (Array.isArray(value) && value.length === 0) return bad(at)
	const patterns = parseOneOrMany(value, at, (item, where) =>
		typeof item === 'string' && accepts(item) ? parsed(item) : bad(where),
	)
	return patterns.ok ? parsed({ negated: bare === undefined, patterns: patterns.value }) : patterns
}

/** `*` or an ARN with all its parts; API Gateway also takes a short form in its resource policies. */
function isResource(text: string, kind: DocumentKind): boolean {
	if (text === '*' || (kind === 'resource' && text.startsWith('execute-api:/'))) return true
	return text.startsWith('arn:') && text.split(':').length >= 6
}
