import { z } from 'zod'
import { plantKinds } from './planting.ts'
import { canonicalizations, digestAlgorithms, signatureAlgorithms } from './signature.ts'
import { burdenKinds, documentTypes, nameIdMarkups, tampers } from './tampering.ts'

const text = z.string({ error: 'must be text' }).max(4096)
const absent = { error: 'must be text, or null to leave it out' }
const optionalText = z.string(absent).max(4096, absent).nullable()
const texts = z.array(z.string().max(1024), { error: 'must be a list of texts' }).max(500)
const flag = z.boolean({ error: 'must be true or false' })
const outOfRange = { error: 'must be a number from 1 to 8' }
const oneOf = <const T extends readonly [string, ...string[]]>(names: T) =>
	z.enum(names, { error: `must be one of ${names.join(', ')}` })
const noMoment = {
	error: 'must be a UTC time such as 2026-01-31T12:00:00Z, or a number of seconds from now (negative: ago)',
}
const moment = z.union([z.number(noMoment), z.iso.datetime({ offset: true, ...noMoment })], noMoment)
const optionalMoment = moment.nullable()

/** What the response says: still a well-formed, honestly signed response, with other content. */
const content = {
	issuer: text,
	audience: z.union([text, texts, z.null()], { error: 'must be text, a list of texts, or null to leave it out' }),
	recipient: optionalText,
	destination: optionalText,
	/** Whole responses that answer no request of ours are made with null. */
	inResponseTo: optionalText,
	/** Only the one in SubjectConfirmationData; by default the same as inResponseTo. */
	confirmationInResponseTo: optionalText,
	status: text,
	issueInstant: moment,
	notBefore: optionalMoment,
	/** Conditions, and SubjectConfirmationData unless that one is given as well. */
	notOnOrAfter: optionalMoment,
	confirmationNotOnOrAfter: optionalMoment,
	sessionNotOnOrAfter: optionalMoment,
	noConditionsTimes: flag,
	twoAudiences: flag,
	twoAudienceRestrictions: flag,
	twoConfirmations: flag,
	noConfirmation: flag,
	holderOfKey: flag,
	authnContext: text,
	nameId: text,
	nameIdFormat: text,
	groups: texts,
	displayName: optionalText,
	roleSessionName: z.union([text, texts, z.null()], {
		error: 'must be text, a list of texts, or null to leave it out',
	}),
	/** The AWS Role attribute: "roleArn,providerArn" pairs. */
	role: texts,
	/** Adds an attribute of so many characters, to get over a size limit with a good signature. */
	padding: z.int({ error: 'must be a number of characters' }).min(1).max(200_000),
}

/** How it is signed. */
const signing = {
	unsigned: flag,
	signResponse: flag,
	signAssertion: flag,
	/** The short name, the last part of its URI (`rsa-sha1`), or the whole URI. */
	algorithm: z.preprocess(shortName, oneOf(signatureAlgorithms)),
	digest: z.preprocess(shortName, oneOf(digestAlgorithms)),
	canonicalization: oneOf(canonicalizations),
	attackerKey: flag,
	extraTransform: flag,
	emptyUri: flag,
}

/** What an attacker does to it on the way. */
const attacks = {
	/** A signature wrapping attack; signs what it wraps and nothing else unless signResponse or signAssertion say so. */
	xsw: z.int(outOfRange).min(1, outOfRange).max(8, outOfRange),
	/** A genuinely signed error response wraps a forged one. */
	errorWrapper: flag,
	/** True changes the NameID. */
	tamper: z.union([z.boolean(), z.enum(tampers)], { error: `must be true or one of ${tampers.join(', ')}` }),
	plant: oneOf(plantKinds),
	twoAssertions: flag,
	/** True is a plain document type. */
	dtd: z.union([z.boolean(), z.enum(documentTypes)], { error: `must be true or one of ${documentTypes.join(', ')}` }),
	nameIdMarkup: oneOf(nameIdMarkups),
	burden: oneOf(burdenKinds),
}

export const overridesSchema = z.object({ ...content, ...signing, ...attacks }).partial()

/**
 * What to change in a response, for `POST /_world/assertion` and for the sign-ins that follow a `POST /_world/okta`.
 * Times are relative to the world's clock.
 */
export type Overrides = z.infer<typeof overridesSchema>

/** Overrides that cannot be had together: null, or a sentence that names the field. */
export function contradiction({ xsw, unsigned, signResponse, signAssertion }: Overrides): string | null {
	if (xsw === undefined) return null
	if (unsigned) return 'unsigned: xsw needs a signature to wrap; leave one of the two out'
	if (xsw <= 2) return signResponse === false ? 'signResponse: xsw 1 and 2 wrap that signature; leave it out' : null
	return signAssertion === false ? 'signAssertion: xsw 3 to 8 wrap that signature; leave it out' : null
}

function shortName(value: unknown): unknown {
	return typeof value !== 'string' ? value : value.replace(/^http.*#/, '')
}
