import type { Keyring } from '../../world/keyring.ts'
import type { CustomerWorld, Role } from '../account.ts'
import { authorize } from '../authorize.ts'
import type { AwsCall } from '../call.ts'
import { type AssumeRoleInput, readAssumeRole, type StsError } from './input.ts'

type Assumed = {
	credentials: { accessKeyId: string; secretAccessKey: string; sessionToken: string; expiresAt: number }
	assumedRoleId: string
	arn: string
	input: AssumeRoleInput
}

const CHAINED_SECONDS = 3600

/** sts:AssumeRole of the API reference: form, chaining cap, region, then rights on both sides. */
export function assumeRole(
	call: AwsCall,
	form: URLSearchParams,
	world: CustomerWorld,
	keyring: Keyring,
): Assumed | StsError {
	const input = readAssumeRole(form)
	if ('code' in input) return input
	const { session } = call
	if (session.isRoleSession && input.durationSeconds > CHAINED_SECONDS) {
		return invalid('The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining')
	}
	const owner = world.account(accountOf(input.roleArn))
	if (owner?.enabledRegions && !owner.enabledRegions.includes(call.region)) {
		const message = `STS is not activated in this region for account:${owner.accountId}. Your account administrator can activate STS in this region using the IAM Console.`
		return { status: 403, code: 'RegionDisabledException', message }
	}
	const role = owner?.roles.get(input.roleArn)
	const denied = refusedAction(call, world, input, role)
	if (denied !== null || !role) return accessDenied(call, denied ?? 'AssumeRole', input.roleArn)
	if (input.durationSeconds > role.maxSessionSeconds) {
		return invalid('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.')
	}
	return { ...issue(role, input, keyring), input }
}

const invalid = (message: string): StsError => ({ status: 400, code: 'ValidationError', message })

/** One text for every cause, a role that does not exist among them: a stranger learns nothing from it. */
const accessDenied = ({ session }: AwsCall, action: string, roleArn: string): StsError => ({
	status: 403,
	code: 'AccessDenied',
	message: `User: ${session.sessionArn} is not authorized to perform: sts:${action} on resource: ${roleArn}`,
})

/** What the two sides do not let the caller do; a source identity and tags are rights of their own (IAM user guide). */
function refusedAction(
	call: AwsCall,
	world: CustomerWorld,
	input: AssumeRoleInput,
	role: Role | undefined,
): string | null {
	if (!role) return 'AssumeRole'
	const { externalId, roleSessionName, sourceIdentity, tags } = input
	const context = {
		'sts:RoleSessionName': roleSessionName,
		...(externalId === null ? {} : { 'sts:ExternalId': externalId }),
		...(sourceIdentity === null ? {} : { 'sts:SourceIdentity': sourceIdentity }),
		...(tags.length === 0 ? {} : { 'aws:TagKeys': tags.map(({ key }) => key) }),
		...Object.fromEntries(tags.map(({ key, value }) => [`aws:RequestTag/${key}`, value])),
	}
	const asked = [
		'AssumeRole',
		...(sourceIdentity === null ? [] : ['SetSourceIdentity']),
		...(tags.length === 0 ? [] : ['TagSession']),
	]
	const resource = { resource: role.arn, resourceAccount: accountOf(role.arn) }
	const trust = { arn: null, document: role.trust }
	return (
		asked.find((name) =>
			authorize(call, world, { action: `sts:${name}`, ...resource, resourcePolicy: trust, context }),
		) ?? null
	)
}

function issue(
	role: Role,
	{ roleSessionName, policy, durationSeconds }: AssumeRoleInput,
	keyring: Keyring,
): Omit<Assumed, 'input'> {
	const accountId = accountOf(role.arn)
	const arn = `arn:aws:sts::${accountId}:assumed-role/${role.name}/${roleSessionName}`
	const assumedRoleId = `${role.roleId}:${roleSessionName}`
	const issued = keyring.issue(
		{
			userArn: arn,
			principalArn: role.arn,
			accountId,
			userId: assumedRoleId,
			identityPolicies: role.policies.map(({ document }) => document),
			boundary: role.boundary?.document ?? null,
			...(policy === null ? {} : { sessionPolicy: policy }),
			cognito: null,
		},
		durationSeconds,
	)
	const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = issued
	return {
		credentials: { accessKeyId, secretAccessKey, sessionToken: sessionToken ?? '', expiresAt: expiresAt ?? 0 },
		assumedRoleId,
		arn,
	}
}

const accountOf = (arn: string): string => arn.split(':')[4] ?? ''
