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

/** Forged content planted beside the honest one, which stays where it was (the wrapping attacks move it). */
const plants = {
	/** A forged assertion after the honest one. */
	secondAssertion: ({ response, assertion }) => {
		response.appendChild(forge(copyUnsigned(assertion)))
	},
	/** Extensions holds a forged assertion under the honest one's ID. */
	duplicateId: ({ document, response, assertion }) => {
		const forged = forge(copyUnsigned(assertion))
		forged.setAttribute('ID', assertion.getAttribute('ID') ?? '')
		const extensions = createExtensions(document)
		extensions.appendChild(forged)
		response.insertBefore(extensions, child(response, 'Status') ?? assertion)
	},
	/** A forged assertion whose ID stands in a namespace of the attacker, for readers that go by the local name. */
	namespacedId: ({ response, assertion }) => {
		const forged = forge(copyUnsigned(assertion))
		forged.removeAttribute('ID')
		forged.setAttribute('xmlns:p', 'urn:example:p')
		forged.setAttribute('p:ID', assertion.getAttribute('ID') ?? '')
		response.insertBefore(forged, assertion)
	},
	/** An element called Signature, of another namespace, before the real one. */
	foreignSignature: ({ document, assertion }) => {
		assertion.insertBefore(document.createElementNS('urn:example:foreign', 'f:Signature'), assertion.firstChild)
	},
	/** A forged assertion in an Object of each signature. */
	object: ({ document, assertion, responseSignature, assertionSignature }) => {
		for (const signature of [responseSignature, assertionSignature]) {
			const object = createSignatureObject(document)
			object.appendChild(forge(copyUnsigned(assertion)))
			signature?.appendChild(object)
		}
	},
	/** A second signature in the assertion, a copy of the first. */
	secondSignature: ({ assertion, assertionSignature }) => {
		if (assertionSignature) assertion.insertBefore(assertionSignature.cloneNode(true), assertionSignature)
	},
} satisfies Record<string, (parts: TakenApart) => void>

type InPlace = keyof typeof plants
export type Plant = InPlace | 'secondRoot'
const inPlace = Object.keys(plants) as InPlace[]
export const plantKinds: readonly [Plant, ...Plant[]] = ['secondRoot', ...inPlace]

/** Plants one kind. What needs a signature that is not there leaves the document as it was. */
export function plant(xml: string, kind: Plant): string {
	const parts = takeApart(xml)
	if (kind === 'secondRoot') return xml + serialize(forgedResponse(parts))
	plants[kind](parts)
	return serialize(parts.document)
}

function forgedResponse({ response }: TakenApart): Element {
	const forged = copyUnsigned(response)
	forged.setAttribute('ID', `${response.getAttribute('ID')}evil`)
	const assertion = child(forged, 'Assertion')
	if (assertion) forge(assertion)
	return forged
}
