/** Members from the document's root to the faulty one, as a linter or an editor needs them. */
export type Path = readonly (string | number)[]

/** Why a document is malformed: a short code (our spelling) and where. */
export interface Fault {
	readonly ok: false
	readonly reason: string
	readonly path: Path
}

export type Parsed<T> = { readonly ok: true; readonly value: T } | Fault

export type Json = Readonly<Record<string, unknown>>

export function fault(reason: string, path: Path): Fault {
	return { ok: false, reason, path }
}

export function parsed<T>(value: T): Parsed<T> {
	return { ok: true, value }
}

export function isObject(json: unknown): json is Json {
	return typeof json === 'object' && json !== null && !Array.isArray(json)
}

/** Parses every item, or stops at the first fault. */
export function parseEach<T>(
	items: readonly unknown[],
	path: Path,
	parse: (item: unknown, path: Path) => Parsed<T>,
): Parsed<T[]> {
	const values: T[] = []
	for (const [index, item] of items.entries()) {
		const result = parse(item, [...path, index])
		if (!result.ok) return result
		values.push(result.value)
	}
	return parsed(values)
}

/** A policy writes one thing bare or several in a list. A bare one keeps its own path. */
export function parseOneOrMany<T>(
	json: unknown,
	path: Path,
	parse: (item: unknown, path: Path) => Parsed<T>,
): Parsed<T[]> {
	if (Array.isArray(json)) return parseEach(json, path, parse)
	const single = parse(json, path)
	return single.ok ? parsed([single.value]) : single
}
