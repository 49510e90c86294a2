import type { Overrides } from './overrides.ts'
import { HOLDER_OF_KEY, type ResponsePlan, ROLE_SESSION_NAME, STATUS_PREFIX } from './response.ts'

/** Changes what a planned response says, before it is written and signed. `now` is the world's time in milliseconds. */
export function override(plan: ResponsePlan, overrides: Overrides, now: number): ResponsePlan {
	const at = (moment: number | string) => new Date(typeof moment === 'number' ? now + moment * 1000 : moment)
	const orNull = (moment: number | string | null) => (moment === null ? null : at(moment))
	const changed = { ...plan }

	if (overrides.issuer !== undefined) changed.issuer = overrides.issuer
	if (overrides.destination !== undefined) changed.destination = overrides.destination
	if (overrides.inResponseTo !== undefined) changed.inResponseTo = overrides.inResponseTo
	if (overrides.status !== undefined) changed.status = statusUri(overrides.status)
	if (overrides.issueInstant !== undefined) changed.issueInstant = at(overrides.issueInstant)
	if (overrides.nameId !== undefined) changed.nameId = overrides.nameId
	if (overrides.nameIdFormat !== undefined) changed.nameIdFormat = overrides.nameIdFormat
	if (overrides.authnContext !== undefined) changed.authnContext = overrides.authnContext
	if (overrides.notBefore !== undefined) changed.notBefore = orNull(overrides.notBefore)
	if (overrides.notOnOrAfter !== undefined) changed.notOnOrAfter = orNull(overrides.notOnOrAfter)
	if (overrides.sessionNotOnOrAfter !== undefined) changed.sessionNotOnOrAfter = orNull(overrides.sessionNotOnOrAfter)
	if (overrides.noConditionsTimes) {
		changed.notBefore = null
		changed.notOnOrAfter = null
	}
	changed.audienceRestrictions = audiences(plan, overrides)
	changed.confirmations = confirmations(plan, overrides, orNull)
	changed.attributes = attributes(plan, overrides)
	return changed
}

/** `Responder` and `status:Responder` are short for the URI. */
function statusUri(status: string): string {
	return status.includes(':') ? status : `${STATUS_PREFIX}${status}`
}

function audiences(plan: ResponsePlan, { audience, twoAudiences, twoAudienceRestrictions }: Overrides): string[][] {
	const other = 'urn:example:other'
	let restrictions = plan.audienceRestrictions
	if (audience === null) restrictions = []
	else if (audience !== undefined) restrictions = [[audience].flat()]
	if (twoAudiences) restrictions = restrictions.map((each) => [...each, other])
	if (twoAudienceRestrictions) restrictions = [...restrictions, [other]]
	return restrictions
}

function confirmations(
	plan: ResponsePlan,
	overrides: Overrides,
	orNull: (moment: number | string | null) => Date | null,
): ResponsePlan['confirmations'] {
	if (overrides.noConfirmation) return []
	const { recipient, confirmationInResponseTo, confirmationNotOnOrAfter = overrides.notOnOrAfter } = overrides
	const inResponseTo = confirmationInResponseTo ?? overrides.inResponseTo
	const changed = plan.confirmations.map((each) => ({
		method: overrides.holderOfKey ? HOLDER_OF_KEY : each.method,
		recipient: recipient === undefined ? each.recipient : recipient,
		inResponseTo:
			confirmationInResponseTo === null ? null : inResponseTo === undefined ? each.inResponseTo : inResponseTo,
		notOnOrAfter: confirmationNotOnOrAfter === undefined ? each.notOnOrAfter : orNull(confirmationNotOnOrAfter),
	}))
	return overrides.twoConfirmations ? [...changed, ...changed] : changed
}

function attributes(plan: ResponsePlan, overrides: Overrides): ResponsePlan['attributes'] {
	const { groups, displayName, roleSessionName, role, padding } = overrides
	const values = new Map(plan.attributes.map((attribute) => [attribute.name, attribute.values]))
	if (groups !== undefined) values.set('groups', groups)
	if (displayName !== undefined) values.set('displayName', displayName === null ? [] : [displayName])
	if (roleSessionName !== undefined)
		values.set(ROLE_SESSION_NAME, roleSessionName === null ? [] : [roleSessionName].flat())
	if (role !== undefined) values.set('https://aws.amazon.com/SAML/Attributes/Role', role)
	if (padding !== undefined) values.set('padding', ['x'.repeat(padding)])
	return Array.from(values, ([name, list]) => ({ name, values: list }))
}
