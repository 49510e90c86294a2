/** Condition keys of one request: a text is a single-valued key, a list a multivalued one. */
export type RequestContext = Readonly<Record<string, string | readonly string[]>>

/** What is known of one key. A key that holds an empty list has no value, which is being absent. */
export type Held =
	| { readonly state: 'absent' }
	| { readonly state: 'unknown' }
	| { readonly state: 'present'; readonly values: readonly string[]; readonly single: boolean }

export type Lookup = (key: string) => Held

const absent: Held = { state: 'absent' }
const unknown: Held = { state: 'unknown' }

/** Looks keys up by name, letters' case aside. A key named unknown is unknown even when the context holds it. */
export function lookup(context: RequestContext, unknownKeys: readonly string[]): Lookup {
	const held = new Map<string, Held>()
	for (const [key, value] of Object.entries(context)) {
		const single = !Array.isArray(value)
		const values = [value].flat().map(String)
		held.set(key.toLowerCase(), values.length === 0 ? absent : { state: 'present', values, single })
	}
	for (const key of unknownKeys) held.set(key.toLowerCase(), unknown)
	return (key) => held.get(key.toLowerCase()) ?? absent
}
