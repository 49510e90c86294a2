import type { Endpoint } from '../contract/endpoint.ts'
import type { FieldError } from './refusal.ts'

export type WireRequest = { url: URL; headers: Record<string, string>; body: string | null }
type Built = { ok: true; request: WireRequest } | { ok: false; errors: FieldError[] }
type Fields = Record<string, unknown>

/**
 * The exact path, query and body of one call. Everything is escaped as RFC 3986 asks, so that signer, browser and gate
 * write the same canonical form. What the contract does not accept is not sent: the errors name the fields.
 */
export function wireRequest(row: Endpoint, baseUrl: string, input: unknown): Built {
	const given: Fields = typeof input === 'object' && input !== null ? { ...input } : {}
	const errors: FieldError[] = []
	const part = (schema: Endpoint['input']['params']): Fields => {
		if (!schema) return {}
		const named = Object.keys(schema.shape).filter((name) => given[name] !== undefined)
		const parsed = schema.safeParse(Object.fromEntries(named.map((name) => [name, given[name]])))
		if (parsed.success) return parsed.data
		errors.push(...parsed.error.issues.map(({ path, message }) => ({ field: path.join('.'), message })))
		return {}
	}
	const params = part(row.input.params)
	const query = part(row.input.query)
	const body = row.input.body ? JSON.stringify(part(row.input.body)) : null
	if (errors.length > 0) return { ok: false, errors }

	const path = row.path.replace(/\{(\w+)\}/g, (_, name: string) => escaped(params[name]))
	const search = Object.entries(query)
		.filter(([, value]) => value !== undefined)
		.flatMap(([name, value]) => [value].flat().map((item) => `${escaped(name)}=${escaped(item)}`))
	const url = new URL(`${baseUrl}${path}${search.length > 0 ? `?${search.join('&')}` : ''}`)
	return { ok: true, request: { url, headers: body === null ? {} : { 'content-type': 'application/json' }, body } }
}

const escaped = (value: unknown) =>
	encodeURIComponent(String(value)).replace(
		/[!'()*]/g,
		(character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
	)
