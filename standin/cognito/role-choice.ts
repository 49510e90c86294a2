import type { Account, MappingRule } from '../world/account.ts'
import type { Login } from './assertion.ts'
import { noRole, type Refusal } from './refusal.ts'

type RoleMapping = Account['identityPool']['roleMapping']

const ROLE = 'https://aws.amazon.com/SAML/Attributes/Role'

/**
 * Which role a login gets (Cognito developer guide, "Role-based access control"). Rules: the first that matches, or the
 * one asked for if any matching rule grants it. Token: the one pair of the Role attribute, or the one asked for.
 */
export function chooseRole(
	{ attributes }: Login,
	mapping: RoleMapping,
	providerArn: string,
	customRoleArn: string | undefined,
): { roleArn: string } | Refusal {
	const granted =
		mapping.type === 'Rules'
			? mapping.rules.filter((rule) => matches(rule, attributes)).map((rule) => rule.roleArn)
			: rolePairs(attributes.get(ROLE) ?? [], providerArn)
	if (customRoleArn !== undefined) {
		return granted.includes(customRoleArn)
			? { roleArn: customRoleArn }
			: noRole('CustomRoleArn is not granted to this login')
	}
	const [first, ...others] = granted
	if (first === undefined) return noRole('no rule matches, and ambiguous means deny')
	if (mapping.type === 'Token' && others.length > 0) return noRole('several roles and no CustomRoleArn')
	return { roleArn: first }
}

/** A multi-valued attribute is one string to a rule: hence Contains, and hence groups of which none contains another. */
function matches({ claim, matchType, value }: MappingRule, attributes: Login['attributes']): boolean {
	const claimed = attributes.get(claim)?.join(',')
	if (claimed === undefined) return false
	if (matchType === 'Contains') return claimed.includes(value)
	if (matchType === 'StartsWith') return claimed.startsWith(value)
	return (claimed === value) === (matchType === 'Equals')
}

/** "roleArn,providerArn" in either order; pairs of another provider do not count. */
function rolePairs(values: string[], providerArn: string): string[] {
	return values
		.map((value) => value.split(',').map((part) => part.trim()))
		.filter((pair) => pair.length === 2 && pair.includes(providerArn))
		.flatMap((pair) => pair.filter((part) => part !== providerArn))
}
