import { readEnvelope } from './envelope.ts'
import { type Facts, readFacts } from './facts.ts'
import { displayNameOf, groupsOf } from './groups.ts'
import { secondOpinion } from './library.ts'
import { SAML_REFUSALS, type SamlRefusal } from './refusal.ts'
import { brokenRule, notOnOrAfterOf } from './rules.ts'
import type { SamlSettings } from './settings.ts'
import { signatureFault } from './signature-form.ts'
import { signedBytes } from './signed-bytes.ts'
import { readStructure } from './structure.ts'

export type Assertion = {
	assertionId: string
	/** As asserted. */
	nameId: string
	/** The key of a person: the NameID in lower case. */
	email: string
	displayName: string | null
	/** Sluice's own groups only, never empty. */
	groups: string[]
	inResponseTo: string
	/** Epoch ms. What was issued before somebody signed out must not sign them in again. */
	issuedAt: number
	/** Epoch ms: from here on the assertion is refused. A store of used ids keeps them this long, plus the skew. */
	notOnOrAfter: number
	/** Epoch ms. */
	sessionNotOnOrAfter: number | null
}

/** `person` is set only where Okta proved who it is and Sluice has nothing for them (`no-group`): their e-mail. */
export type Verdict =
	| { ok: true; assertion: Assertion }
	| { ok: false; code: SamlRefusal; reason: string; person: string | null }

const MAX_SKEW_SECONDS = 60

/**
 * Verifies one SAML response, base64 without white space, and answers with what its signed bytes say.
 *
 * `now` is epoch ms. `inResponseTo` is the request this browser made; null where that is unknown (the service sees no
 * cookie) and the value need only be present. `clockSkewSeconds` is 0 unless given, at most 60. Whether an assertion was used before is
 * the caller's to know: this function keeps nothing.
 */
export async function verifyResponse(
	samlResponse: string,
	settings: SamlSettings,
	options: { now: number; inResponseTo: string | null; clockSkewSeconds?: number },
): Promise<Verdict> {
	const envelope = readEnvelope(samlResponse)
	if ('refusal' in envelope) return refused(envelope.refusal)
	const structure = readStructure(envelope.xml)
	if ('refusal' in structure) return refused(structure.refusal)
	const form = signatureFault(structure)
	if (form) return refused(form)

	const agreed = await secondOpinion(samlResponse, settings, options.inResponseTo)
	const signed = signedBytes(envelope.xml, structure, settings.certificates)
	if (signed === null) return refused('signature')
	const facts = readFacts(signed)
	const skew = Math.min(options.clockSkewSeconds ?? 0, MAX_SKEW_SECONDS) * 1000
	const broken = brokenRule(facts, { settings, now: options.now, inResponseTo: options.inResponseTo, skew })
	if (broken) return refused(broken)
	if (!agreed) return refused('library')

	const assertion = assertionOf(facts)
	return assertion.groups.length > 0 ? { ok: true, assertion } : refused('no-group', assertion.email)
}

/** Only after every rule held: each value is there. */
function assertionOf(facts: Facts): Assertion {
	const { id, nameIds, authentications } = facts.assertion
	const nameId = nameIds[0] ?? ''
	return {
		assertionId: id ?? '',
		nameId,
		email: nameId.toLowerCase(),
		displayName: displayNameOf(facts),
		groups: groupsOf(facts),
		inResponseTo: facts.response.inResponseTo ?? '',
		issuedAt: facts.assertion.issueInstant,
		notOnOrAfter: notOnOrAfterOf(facts),
		sessionNotOnOrAfter: authentications[0]?.sessionNotOnOrAfter ?? null,
	}
}

const refused = (code: SamlRefusal, person: string | null = null): Verdict => ({
	ok: false,
	code,
	reason: SAML_REFUSALS[code].reason,
	person,
})
