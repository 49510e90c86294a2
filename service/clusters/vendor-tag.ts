import type { StoredDescription } from '../store/cluster-schema.ts'

/** Case counts, in the key and in the value: the shipped policy compares with StringEquals. */
export function vendorTag(tags: StoredDescription['tags']): { ok: boolean; found: string | null } {
	if (tags.some(({ key, value }) => key === 'vendor' && value === 'segment')) return { ok: true, found: null }
	const near = tags.find(({ key }) => key.trim().toLowerCase() === 'vendor')
	return { ok: false, found: near ? `${near.key}=${near.value}`.slice(0, 200) : null }
}
