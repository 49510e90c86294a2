import type { IdpKey } from './idp-key.ts'
import type { Overrides } from './overrides.ts'
import { override } from './overriding.ts'
import { plant } from './planting.ts'
import { type ResponsePlan, STATUS_PREFIX } from './response.ts'
import { writeError, writeResponse } from './response-xml.ts'
import { type SigningPlan, signResponse } from './signature.ts'
import { addBurden, addDocumentType, markUpNameId, tamper } from './tampering.ts'
import { wrapErrorResponse, wrapSignature, wrapsResponse } from './wrapping.ts'

/** The keys a response can be signed with: Okta's own, and one that nobody trusts. */
export type SigningKeys = { idp: IdpKey; stranger: () => IdpKey }

/**
 * Writes and signs a response as planned, changed by the overrides: content first, then the signatures, then what an
 * attacker would do with the result. Answers the XML; without overrides it is what Okta sends.
 */
export function issueResponse(planned: ResponsePlan, overrides: Overrides, keys: SigningKeys, now: number): string {
	const plan = override(planned, overrides, now)
	const signing = signingPlan(overrides, keys)
	if (overrides.errorWrapper) return wrapError(plan, signing)

	let xml = signResponse(writeResponse(plan), signing)
	if (overrides.twoAssertions) xml = plant(xml, 'secondAssertion')
	if (overrides.plant) xml = plant(xml, overrides.plant)
	if (overrides.xsw) xml = wrapSignature(overrides.xsw, xml)
	if (overrides.tamper) xml = tamper(xml, overrides.tamper === true ? 'nameId' : overrides.tamper)
	if (overrides.nameIdMarkup) xml = markUpNameId(xml, overrides.nameIdMarkup)
	if (overrides.burden) xml = addBurden(xml, overrides.burden)
	if (overrides.dtd) xml = addDocumentType(xml, overrides.dtd === true ? 'plain' : overrides.dtd)
	return xml
}

function signingPlan(overrides: Overrides, keys: SigningKeys): SigningPlan {
	// The attacks 3 to 8 move an assertion inside its response, which would break that one's signature.
	const signsResponse = overrides.xsw === undefined || wrapsResponse(overrides.xsw)
	return {
		key: overrides.attackerKey ? keys.stranger() : keys.idp,
		response: !overrides.unsigned && (overrides.signResponse ?? signsResponse),
		assertion: !overrides.unsigned && (overrides.signAssertion ?? true),
		algorithm: overrides.algorithm ?? 'rsa-sha256',
		digest: overrides.digest ?? 'sha256',
		canonicalization: overrides.canonicalization ?? 'exclusive',
		extraTransform: overrides.extraTransform ?? false,
		emptyUri: overrides.emptyUri ?? false,
	}
}

function wrapError(plan: ResponsePlan, signing: SigningPlan): string {
	const honest = writeError({ ...plan, status: `${STATUS_PREFIX}Responder` })
	return wrapErrorResponse(signResponse(honest, { ...signing, assertion: false }), writeResponse(plan))
}
