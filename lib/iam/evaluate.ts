import { type AccessRequest, type Layer, layerOrder, type PolicySet, type Reason, type Verdict } from './access.ts'
import { type Caller, parseCaller } from './caller.ts'
import { lookup } from './context.ts'
import { type ReadPolicies, readPolicies } from './layers.ts'
import { namingBy, type Subject, statementApplies } from './match.ts'
import type { Naming } from './principal.ts'

/** A statement that applies, or may apply, with how it names the caller. */
export interface Finding extends Reason {
	readonly certain: boolean
	readonly naming: Naming
}

/** All that the verdict rests on, so that it can be drawn more than once. */
export interface Hearing {
	readonly request: AccessRequest
	readonly caller: Caller
	readonly policies: PolicySet
	readonly faults: ReadPolicies['faults']
	readonly findings: readonly Finding[]
}

/**
 * May this caller do this, by all the policies around it? Total: any JSON as a document gives a verdict, a malformed
 * one the verdict `invalid`. Never adds a condition key of its own.
 * Source: IAM user guide, policy evaluation logic within an account and across accounts.
 */
export function evaluate(request: AccessRequest, policies: PolicySet): Verdict {
	const hearing = hear(request, policies, [])
	return judge(hearing, hearing.findings)
}

/** Holds every statement against the request. An unknown key may leave a finding uncertain. */
export function hear(request: AccessRequest, policies: PolicySet, unknownKeys: readonly string[]): Hearing {
	const caller = parseCaller(request.principal)
	const { documents, faults } = readPolicies(policies)
	const subject: Subject = {
		caller,
		action: request.action,
		resource: request.resource,
		lookup: lookup(request.context, unknownKeys),
		bounded: given(policies.boundary),
	}
	const findings: Finding[] = []
	for (const { layer, level, index, document } of documents) {
		// An unsigned call belongs to no account, so no organization speaks about its caller.
		if (layer === 'scp' && caller.anonymous) continue
		for (const [number, statement] of document.statements.entries()) {
			const applies = statementApplies(statement, document, subject)
			if (applies === false) continue
			const { sid, effect } = statement
			const place = { layer, level, document: index, statement: number, sid, effect }
			findings.push({ ...place, certain: applies === true, naming: namingBy(statement, subject) })
		}
	}
	return { request, caller, policies, faults, findings }
}

/** The verdict if exactly these findings apply. */
export function judge(hearing: Hearing, findings: readonly Finding[]): Verdict {
	const { caller, faults, request } = hearing
	const crossAccount = !caller.anonymous && caller.account !== request.resourceAccount
	const [firstFault] = faults
	if (firstFault !== undefined) {
		const layers = inOrder(new Set(faults.map(({ layer }) => layer)))
		const { reason } = firstFault.document
		return { decision: 'invalid', layer: firstFault.layer, layers, crossAccount, reason, because: [] }
	}
	const deniers = new Set(findings.filter(({ effect }) => effect === 'Deny').map(({ layer }) => layer))
	const silent = silentLayers(hearing, findings, crossAccount)
	const layers = [...inOrder(deniers), ...inOrder(silent).filter((layer) => !deniers.has(layer))]
	const decision = deniers.size > 0 ? 'explicitDeny' : silent.size > 0 ? 'implicitDeny' : 'allowed'
	const because = findings.map(({ certain, naming, ...reason }) => reason)
	return { decision, layer: layers[0] ?? null, layers, crossAccount, because }
}

function given(document: unknown): boolean {
	return document !== undefined && document !== null
}

function inOrder(layers: ReadonlySet<Layer>): readonly Layer[] {
	return layerOrder.filter((layer) => layers.has(layer))
}

/** The layers whose Allow is needed and missing. Resource control policies always allow: they can only take away. */
function silentLayers(
	{ caller, policies, request }: Hearing,
	findings: readonly Finding[],
	crossAccount: boolean,
): ReadonlySet<Layer> {
	const allows = findings.filter(({ effect }) => effect === 'Allow')
	const allowed = (layer: Layer): boolean => allows.some((allow) => allow.layer === layer)
	const grants = new Set(allows.filter(({ layer }) => layer === 'resource').map(({ naming }) => naming))
	const granted = grants.has('direct') || grants.has('role')
	// Inside one account, what is granted to the session, the user or everybody is not limited by silence.
	const past = !crossAccount && grants.has('direct')
	const trust = given(policies.resource) && request.action.toLowerCase() === 'sts:assumerole'

	const needed: Record<Exclude<Layer, 'rcp' | 'scp'>, boolean> = {
		resource: caller.anonymous || crossAccount || trust,
		identity: crossAccount || (!caller.anonymous && !granted && (!trust || grants.has('account'))),
		boundary: given(policies.boundary) && !past,
		session: given(policies.session) && !past,
	}
	const silent = new Set<Layer>(
		(['resource', 'identity', 'boundary', 'session'] as const).filter((layer) => needed[layer] && !allowed(layer)),
	)
	const levels = policies.scps ?? []
	const levelAllowed = (level: number): boolean =>
		allows.some((allow) => allow.layer === 'scp' && allow.level === level)
	if (!caller.anonymous && levels.some((_, level) => !levelAllowed(level))) silent.add('scp')
	return silent
}
