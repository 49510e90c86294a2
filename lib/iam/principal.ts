import { arnParts } from './arn.ts'
import type { Caller } from './caller.ts'
import { fault, isObject, type Parsed, type Path, parsed, parseOneOrMany } from './fault.ts'

type Entry =
	| { readonly kind: 'everybody' }
	| { readonly kind: 'account'; readonly account: string }
	| { readonly kind: 'role'; readonly account: string; readonly name: string }
	| { readonly kind: 'exactly'; readonly arn: string }
	/** Services, federated and canonical users: never one of our callers. */
	| { readonly kind: 'other' }

export interface Principals {
	readonly negated: boolean
	readonly entries: readonly Entry[]
}

/**
 * How closely a principal element names the caller. `account` only delegates to the account's own policies;
 * `role` grants, but within the caller's boundary and session policy; `direct` (the session or user itself, or
 * everybody) grants past their silence. Source: IAM user guide, policy evaluation logic, and Principal element.
 */
export type Naming = 'none' | 'account' | 'role' | 'direct'

const closeness: readonly Naming[] = ['direct', 'role', 'account']
const uniqueId = /^A[A-Z0-9]{15,}$/
const accountNumber = /^\d{12}$/
/** Origin access identities of CloudFront live in an account of that name. */
const userAccount = /^(?:\d{12}|cloudfront)$/

export function parsePrincipals(json: unknown, negated: boolean, path: Path): Parsed<Principals> {
	if (json === '*') return parsed({ negated, entries: [{ kind: 'everybody' }] })
	if (!isObject(json)) return fault('bad-principal', path)
	const entries: Entry[] = []
	for (const [type, names] of Object.entries(json)) {
		const parse = parsers.get(type)
		if (parse === undefined) return fault('bad-principal', [...path, type])
		const read = parseOneOrMany(names, [...path, type], (name, at) => {
			const entry = typeof name === 'string' && name !== '' ? parse(name) : null
			return entry === null ? fault('bad-principal', at) : parsed(entry)
		})
		if (!read.ok) return read
		entries.push(...read.value)
	}
	return entries.length === 0 ? fault('bad-principal', path) : parsed({ negated, entries })
}

const other = (): Entry => ({ kind: 'other' })

const parsers = new Map<string, (name: string) => Entry | null>([
	['AWS', parseAwsPrincipal],
	['Service', other],
	['Federated', other],
	['CanonicalUser', other],
])

function parseAwsPrincipal(name: string): Entry | null {
	if (name === '*') return { kind: 'everybody' }
	if (accountNumber.test(name)) return { kind: 'account', account: name }
	// What AWS leaves in place of an ARN whose user or role was deleted.
	if (uniqueId.test(name)) return other()
	// A wildcard inside a principal ARN is refused by AWS: only the whole principal may be `*`.
	if (/[*?]/.test(name)) return null
	const [scheme, , service, region, account = '', resource = ''] = arnParts(name) ?? []
	if (scheme !== 'arn' || region !== '') return null
	const [kind, ...rest] = resource.split('/')
	const last = rest.at(-1) ?? ''
	if (service === 'sts' && accountNumber.test(account)) return parseSession(name, kind, rest)
	if (service !== 'iam' || !userAccount.test(account)) return null
	if (resource === 'root') return { kind: 'account', account }
	if (last === '') return null
	if (kind === 'role') return { kind: 'role', account, name: last }
	return kind === 'user' ? { kind: 'exactly', arn: name } : null
}

function parseSession(arn: string, kind: string | undefined, names: readonly string[]): Entry | null {
	const wanted = kind === 'assumed-role' ? 2 : kind === 'federated-user' ? 1 : 0
	return wanted > 0 && names.length === wanted && !names.includes('') ? { kind: 'exactly', arn } : null
}

/** How the listed principals name the caller, at their closest. An unsigned call has no account, role or ARN to name. */
export function naming(entries: readonly Entry[], caller: Caller): Naming {
	const namings = entries.map((entry) => namingOf(entry, caller))
	return closeness.find((close) => namings.includes(close)) ?? 'none'
}

function namingOf(entry: Entry, caller: Caller): Naming {
	if (entry.kind === 'everybody') return 'direct'
	if (entry.kind === 'other') return 'none'
	if (entry.kind === 'exactly') return entry.arn === caller.arn ? 'direct' : 'none'
	if (entry.account !== caller.account) return 'none'
	if (entry.kind === 'account') return 'account'
	return entry.name === caller.role ? 'role' : 'none'
}
