import { type Layer, layerOrder, type PolicySet } from './access.ts'
import { type PolicyDocument, parseDocument } from './document.ts'
import { type Fault, fault } from './fault.ts'

/** A document of the set with its place. */
export interface Placed<T> {
	readonly layer: Layer
	readonly level: number | null
	readonly index: number
	readonly document: T
}

export interface ReadPolicies {
	readonly documents: readonly Placed<PolicyDocument>[]
	readonly faults: readonly Placed<Fault>[]
}

const notAList = fault('not-a-list', [])

/** Reads every document of the set, in layer order. */
export function readPolicies(policies: PolicySet): ReadPolicies {
	const documents: Placed<PolicyDocument>[] = []
	const faults: Placed<Fault>[] = []
	for (const place of layerOrder.flatMap((layer) => documentsOf(layer, policies))) {
		const result = place.document === notAList ? notAList : parseDocument(place.document, place.layer)
		if (result.ok) documents.push({ ...place, document: result.document })
		else faults.push({ ...place, document: result })
	}
	return { documents, faults }
}

function documentsOf(layer: Layer, policies: PolicySet): readonly Placed<unknown>[] {
	if (layer === 'identity') return placeAll(layer, null, policies.identity)
	if (layer === 'scp') return placeLevels(layer, policies.scps)
	if (layer === 'rcp') return placeLevels(layer, policies.rcps)
	const document = policies[layer]
	return document === undefined || document === null ? [] : [{ layer, level: null, index: 0, document }]
}

function placeLevels(layer: Layer, levels: unknown): readonly Placed<unknown>[] {
	if (levels === undefined || levels === null) return []
	if (!Array.isArray(levels)) return [{ layer, level: null, index: 0, document: notAList }]
	return levels.flatMap((documents: unknown, level) => placeAll(layer, level, documents))
}

function placeAll(layer: Layer, level: number | null, documents: unknown): readonly Placed<unknown>[] {
	if (documents === undefined || documents === null) return []
	if (!Array.isArray(documents)) return [{ layer, level, index: 0, document: notAList }]
	return documents.map((document: unknown, index) => ({ layer, level, index, document }))
}
