import { ROLES, type Role } from '../../lib/contract/role.ts'
import { SettingsError } from '../../lib/settings/environment.ts'

export type KnownRole = { role: Role; roleArn: string; via: 'console' | 'cli' }

const IAM_ROLE = /^arn:aws:iam::(\d{12}):role\/(?:.*\/)?([\w+=,.@-]{1,64})$/
/** Role names tell the identity pool's roles from the terminal's: `sluice-console-viewer`, `sluice-cli-viewer`. */
const PATH_OF_USE = /(?:^|[-_])(console|cli)(?:[-_]|$)/

/**
 * Finds the Sluice role behind an assumed-role session by account and role name: a session ARN does not carry the IAM path.
 * Throws SettingsError when two listed ARNs could not be told apart, or one does not say whom it is for.
 */
export function createRoleTable(roleArns: Record<Role, readonly string[]>) {
	const known = new Map<string, KnownRole>()
	for (const role of ROLES) {
		for (const roleArn of roleArns[role]) {
			const [, account, name = ''] = IAM_ROLE.exec(roleArn) ?? []
			const via = PATH_OF_USE.exec(name)?.[1]
			const key = `${account}/${name}`
			if (!account) throw new SettingsError(`SLUICE_ROLE_ARNS: ${roleArn} is no role ARN`)
			if (via !== 'console' && via !== 'cli') {
				throw new SettingsError(`SLUICE_ROLE_ARNS: the name of ${roleArn} must hold the word console or cli`)
			}
			if (known.has(key)) throw new SettingsError(`SLUICE_ROLE_ARNS: ${roleArn} is listed twice`)
			known.set(key, { role, roleArn, via })
		}
	}
	return (account: string, roleName: string): KnownRole | null => known.get(`${account}/${roleName}`) ?? null
}
