import type { Facts } from './facts.ts'

/** The closed set: what else Okta sends is of no meaning here. No name contains another, since Cognito's rules match by Contains. */
const SLUICE_GROUPS = [
	'sluice-viewers',
	'sluice-support',
	'sluice-engineers',
	'sluice-admins',
	'sluice-auditors',
] as const

export function groupsOf(facts: Facts): string[] {
	const named = attributeValues(facts, 'groups')
	return SLUICE_GROUPS.filter((group) => named.includes(group))
}

export function displayNameOf(facts: Facts): string | null {
	const name = attributeValues(facts, 'displayName')[0]?.trim()
	return name ? name.slice(0, 200) : null
}

const attributeValues = (facts: Facts, name: string) =>
	facts.assertion.attributes.filter((each) => each.name === name).flatMap((each) => each.values)
