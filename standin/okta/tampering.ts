import { EVIL_GROUP, EVIL_NAME_ID } from './dom.ts'

type Edit = (xml: string) => string

/** One value changed after signing, so that a digest or a signature no longer fits. */
const edits = {
	nameId: (xml) => swapText(xml, 'saml2:NameID', EVIL_NAME_ID),
	groups: (xml) => swapText(xml, 'saml2:AttributeValue', EVIL_GROUP),
	audience: (xml) => swapText(xml, 'saml2:Audience', 'urn:example:other'),
	issuer: (xml) => swapText(xml, 'saml2:Issuer', 'urn:example:other'),
	recipient: (xml) => swapAttribute(xml, 'saml2:SubjectConfirmationData', 'Recipient', 'https://evil.example'),
	inResponseTo: (xml) => swapAttribute(xml, 'saml2:SubjectConfirmationData', 'InResponseTo', '_other'),
	conditions: (xml) => swapAttribute(xml, 'saml2:Conditions', 'NotOnOrAfter', '2099-01-01T00:00:00.000Z'),
	destination: (xml) => swapAttribute(xml, 'saml2p:Response', 'Destination', 'https://evil.example'),
	status: (xml) => swapAttribute(xml, 'saml2p:StatusCode', 'Value', 'urn:oasis:names:tc:SAML:2.0:status:Responder'),
	attributes: (xml) => xml.replace('</saml2:AttributeStatement>', `</saml2:AttributeStatement>${evilStatement}`),
	digest: (xml) => xml.replaceAll(/(<ds:DigestValue>)([^<])/g, (_, tag, first) => tag + other(first)),
	signature: (xml) => xml.replaceAll(/(<ds:SignatureValue>)([^<])/g, (_, tag, first) => tag + other(first)),
	truncated: (xml) => xml.slice(0, Math.floor(xml.length * 0.7)),
	/** A comment inside DigestValue (CVE-2025-29775): readers disagree on which part is the value. */
	digestComment: (xml) =>
		xml.replaceAll(/(<ds:DigestValue>)([^<]+)/g, (_, tag, digest) => `${tag}<!--${digest}-->${'A'.repeat(43)}=`),
	/** A second SignedInfo before the signed one (CVE-2025-29774), its digest of the attacker's choice. */
	secondSignedInfo: (xml) =>
		xml.replaceAll(/<ds:SignedInfo>.*?<\/ds:SignedInfo>/g, (info) => swapText(info, 'ds:DigestValue', 'AAAA') + info),
} satisfies Record<string, Edit>

/** Markup inside the NameID, put there after signing: canonicalization drops the first and turns the last into text. */
const markups = {
	comment: (name) => [name.slice(0, 3), '<!---->', name.slice(3)],
	instruction: (name) => [name.slice(0, 3), '<?x y?>', name.slice(3)],
	cdata: (name) => [name.slice(0, 3), '<![CDATA[', name.slice(3), ']]>'],
} satisfies Record<string, (name: string) => string[]>

/** Document type declarations, put in front after signing. */
const doctypes = {
	plain: '<!DOCTYPE saml2p:Response>',
	external: '<!DOCTYPE saml2p:Response [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
	bomb: '<!DOCTYPE saml2p:Response [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>',
} as const

/** Things put beside what is signed, to wear out a careless reader. */
const burdens = {
	/** As deep as it gets within the 50,000 characters that a login may have. */
	nested: (xml) => beforeStatus(xml, nest(4_000)),
	deeplyNested: (xml) => beforeStatus(xml, nest(20_000)),
	elements: (xml) => beforeStatus(xml, '<x/>'.repeat(5_000)),
	comment: (xml) => beforeStatus(xml, `<!--${'x'.repeat(10_000_000)}-->`),
} satisfies Record<string, Edit>

export type Tamper = keyof typeof edits
export type Markup = keyof typeof markups
export type Doctype = keyof typeof doctypes
export type Burden = keyof typeof burdens
export const tampers = Object.keys(edits) as [Tamper, ...Tamper[]]
export const nameIdMarkups = Object.keys(markups) as [Markup, ...Markup[]]
export const documentTypes = Object.keys(doctypes) as [Doctype, ...Doctype[]]
export const burdenKinds = Object.keys(burdens) as [Burden, ...Burden[]]

export const tamper = (xml: string, what: Tamper): string => edits[what](xml)
export const addDocumentType = (xml: string, which: Doctype): string => doctypes[which] + xml
export const addBurden = (xml: string, which: Burden): string => burdens[which](xml)
export const markUpNameId = (xml: string, how: Markup): string =>
	xml.replace(/(<saml2:NameID[^>]*>)([^<]*)/, (_, tag, name) => tag + markups[how](name).join(''))

const evilStatement =
	'<saml2:AttributeStatement><saml2:Attribute Name="groups">' +
	`<saml2:AttributeValue>${EVIL_GROUP}</saml2:AttributeValue></saml2:Attribute></saml2:AttributeStatement>`

const nest = (depth: number) => '<x>'.repeat(depth) + '</x>'.repeat(depth)

const other = (letter: string) => (letter === 'A' ? 'B' : 'A')

function beforeStatus(xml: string, content: string): string {
	return xml.replace('<saml2p:Status>', () => `<saml2p:Extensions>${content}</saml2p:Extensions><saml2p:Status>`)
}

function swapText(xml: string, element: string, text: string): string {
	return xml.replace(new RegExp(`(<${element}(?: [^>]*)?>)[^<]*`), (_, tag) => tag + text)
}

function swapAttribute(xml: string, element: string, attribute: string, value: string): string {
	return xml.replace(new RegExp(`(<${element} [^>]*?\\b${attribute}=")[^"]*`), (_, before) => before + value)
}
