import type { Finding } from '../../../lib/contract/check-report.ts'
import type { Target } from '../order.ts'
import { type CustomerLayer, type Denied, type Explanation, NOTHING_TO_PASTE } from './cause.ts'
import { deniedActions, deniedRight } from './denied-right.ts'
import { explainGrants } from './explain-grants.ts'
import { explainKey } from './explain-key.ts'
import { explainResource } from './explain-resource.ts'
import { missingRights } from './statement.ts'
import { terraformRights } from './terraform.ts'
import { code, listed } from './words.ts'

/** What to show of one layer that refuses these findings: who can lift it and how, never more than the rights that are missing. */
export function explainLayer(
	layer: CustomerLayer,
	explicit: boolean | null,
	target: Target,
	findings: readonly Finding[],
): Explanation {
	const denied = { explicit: explicit === true, target, findings, actions: deniedActions(findings) }
	switch (layer) {
		case 'identity':
			return denied.explicit ? ownDeny(denied) : ownLacks(denied)
		case 'boundary':
			return boundary(denied)
		case 'resource':
			return explainResource('bucket', denied)
		case 'catalog':
			return explainResource('catalog', denied)
		case 'scp':
		case 'rcp':
			return organisation(layer, denied)
		case 'kms':
			return explainKey(denied)
		case 'lakeformation':
			return explainGrants(denied)
	}
}

const few = (actions: readonly string[]) => listed(actions, 2)
const codes = (actions: readonly string[]) => listed(actions.map(code))
const roleName = (arn: string) => arn.split('/').at(-1) ?? arn
const policiesOf = (findings: readonly Finding[]) => [
	...new Set(findings.flatMap((finding) => deniedRight(finding).policyArn ?? [])),
]

function ownLacks({ actions, target, findings }: Denied): Explanation {
	const policy = missingRights(findings, target)
	const role = roleName(target.roleArn)
	return {
		...NOTHING_TO_PASTE,
		addressee: 'account-admin',
		clause: `the role's own policy does not allow ${few(actions)}`,
		lift: "Only the customer's account admin can add it.",
		remedy: `Allow ${listed(actions)} in the policy of ${target.roleArn}, on the resources of the lake and nothing more.`,
		steps: [
			`No policy of the role ${code(target.roleArn)} allows ${codes(actions)}. Please add the statement below, or add the actions to the statement that allows the others of their kind. Nothing wider is needed.`,
		],
		policy,
		terraform: terraformRights(actions),
		commands:
			policy === null
				? null
				: `aws iam put-role-policy --role-name ${role} --policy-name data-lake-missing-rights \\\n  --policy-document '${JSON.stringify(JSON.parse(policy))}'`,
	}
}

function ownDeny({ actions, target, findings }: Denied): Explanation {
	const role = roleName(target.roleArn)
	const named = policiesOf(findings)
	return {
		...NOTHING_TO_PASTE,
		addressee: 'account-admin',
		clause: `a policy of the role itself denies ${few(actions)}`,
		lift: "Only the customer's account admin can relax it.",
		remedy: `Take ${listed(actions)} out of the statement that denies it in ${named.length > 0 ? listed(named) : `the policies of ${target.roleArn}`}.`,
		steps: [
			`A statement with ${code('"Effect": "Deny"')} in ${named.length > 0 ? listed(named.map(code)) : `one of the policies of ${code(target.roleArn)}`} covers ${codes(actions)}. A further Allow does not help against it. Please take ${actions.length === 1 ? 'this action' : 'these actions'} out of that statement and leave the rest of it as it is.`,
		],
		commands:
			named.length > 0
				? named.map((arn) => `aws iam list-policy-versions --policy-arn ${arn}`).join('\n')
				: `aws iam list-role-policies --role-name ${role}\naws iam list-attached-role-policies --role-name ${role}`,
	}
}

function boundary({ explicit, actions, target, findings }: Denied): Explanation {
	const named = policiesOf(findings)
	const which = named.length > 0 ? ` (${listed(named.map(code))})` : ''
	return {
		...NOTHING_TO_PASTE,
		addressee: 'account-admin',
		clause: `the role's permissions boundary ${explicit ? 'denies' : 'does not allow'} ${few(actions)}`,
		lift: "Only the customer's account admin can change the boundary.",
		remedy: explicit
			? `Take ${listed(actions)} out of the statement that denies it in the permissions boundary of ${target.roleArn}.`
			: `Allow ${listed(actions)} in the permissions boundary of ${target.roleArn}; its own policy need not change.`,
		steps: [
			explicit
				? `The permissions boundary of the role ${code(target.roleArn)}${which} denies ${codes(actions)}. It is the boundary, not the policy of the product: a further Allow there does not help. Please take ${actions.length === 1 ? 'this action' : 'these actions'} out of that statement and leave the rest of it as it is.`
				: `The role ${code(target.roleArn)} has a permissions boundary${which} that does not allow ${codes(actions)}. It is the boundary, not the policy of the product: a role may do only what both allow. Please add the statement below to the boundary. Nothing wider is needed.`,
		],
		policy: explicit ? null : missingRights(findings, target),
		commands: `aws iam get-role --role-name ${roleName(target.roleArn)} --query Role.PermissionsBoundary`,
	}
}

const ORGANISATION = { scp: 'service control policy', rcp: 'resource control policy' } as const

/** No snippet: the policy is not the account's, and commands of its admins are refused by the same policy. */
function organisation(layer: 'scp' | 'rcp', { explicit, actions, target, findings }: Denied): Explanation {
	const named = policiesOf(findings)
	const name = ORGANISATION[layer]
	const where = named.length > 0 ? listed(named) : `the ${name} that covers account ${target.catalogId}`
	return {
		...NOTHING_TO_PASTE,
		addressee: 'organisation-admin',
		clause: explicit
			? `an organisation policy denies ${few(actions)}`
			: `no organisation policy allows ${few(actions)}`,
		lift: "Only the customer's organisation admin can lift it.",
		remedy: explicit
			? `Except ${target.roleArn} from the statement that denies ${listed(actions)} in ${where}.`
			: `Add ${listed(actions)} for account ${target.catalogId} in ${target.region} to ${where}.`,
		steps: [
			explicit
				? `A ${name} of your organisation${named.length > 0 ? ` (${listed(named.map(code))})` : ''} denies ${codes(actions)} in account ${code(target.catalogId)}, region ${code(target.region)}. Please except the role ${code(target.roleArn)} from that statement for ${actions.length === 1 ? 'this action' : 'these actions'}. Nothing else of it has to change.`
				: `No ${name} of your organisation allows ${codes(actions)} in account ${code(target.catalogId)}, region ${code(target.region)}: ${actions.length === 1 ? 'it is' : 'they are'} missing in the list of what the account may do. Please add ${actions.length === 1 ? 'it' : 'them'} there.`,
			'The admins of the account cannot lift this: such a policy binds everybody in the account, them included, so no change of a role or bucket there helps.',
		],
	}
}
