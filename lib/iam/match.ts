import type { Caller } from './caller.ts'
import { conditionHolds } from './condition.ts'
import type { Lookup } from './context.ts'
import type { PolicyDocument } from './document.ts'
import { matches, toPattern } from './pattern.ts'
import { type Naming, naming } from './principal.ts'
import { resourceMatches } from './resource.ts'
import type { Listed, Statement } from './statement.ts'
import { every, not, some, type Truth } from './truth.ts'
import { written } from './variables.ts'

/** What statements are held against. */
export interface Subject {
	readonly caller: Caller
	readonly action: string
	readonly resource: string
	readonly lookup: Lookup
	/** The caller carries a permissions boundary. */
	readonly bounded: boolean
}

/** Does the statement speak about this request: its principals, action, resource and conditions all together? */
export function statementApplies(statement: Statement, document: PolicyDocument, subject: Subject): Truth {
	if (namingBy(statement, subject) === 'none' || !actionListed(statement.actions, subject.action)) return false
	const { resources } = statement
	const aboutResource = resources === null || resourceListed(resources, document, subject)
	return every([aboutResource, conditionsHold(statement, document, subject)], (truth) => truth)
}

/**
 * How the statement names the caller. Everybody whom a NotPrincipal does not list is named as by `*`; listing the
 * account does not list its users and roles. A Deny with NotPrincipal hits whoever carries a boundary, listed or not.
 * Source: IAM user guide, NotPrincipal.
 */
export function namingBy({ principals, effect }: Statement, { caller, bounded }: Subject): Naming {
	if (principals === null) return 'direct'
	const close = naming(principals.entries, caller)
	if (!principals.negated) return close
	const spared = close === 'direct' || close === 'role'
	return spared && !(effect === 'Deny' && bounded) ? 'none' : 'direct'
}

function actionListed({ negated, patterns }: Listed, action: string): boolean {
	const wanted = action.toLowerCase()
	return negated !== patterns.some((pattern) => matches(toPattern(written(pattern.toLowerCase())), wanted))
}

function resourceListed({ negated, patterns }: Listed, { variables }: PolicyDocument, subject: Subject): Truth {
	const listed = some(patterns, (entry) => resourceMatches(entry, subject.resource, subject.lookup, variables))
	return negated ? not(listed) : listed
}

function conditionsHold({ conditions }: Statement, { variables }: PolicyDocument, { lookup }: Subject): Truth {
	return every(conditions, (condition) => conditionHolds(condition, lookup, variables))
}
