import { AssumeRoleCommand, type AssumeRoleCommandInput, STSClient } from '@aws-sdk/client-sts'
import { SERVICE_KEY, type TrialWorld } from './trial-world.ts'

export const PRINCIPAL = 'arn:aws:iam::595280932656:role/segment-datalakes-production-access'
export const OLD_PRINCIPAL = 'arn:aws:iam::294048959147:role/datalakes-aws-worker'
export const HARBOR = 'arn:aws:iam::210987654321:role/SegmentDataLakeRole'

export type SessionKey = { accessKeyId: string; secretAccessKey: string; sessionToken: string }

/** For tests: one AssumeRole by the SDK, sent once. Rejects as the SDK does. */
export async function assume(
	{ endpoint }: Pick<TrialWorld, 'endpoint'>,
	credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string },
	input: Partial<AssumeRoleCommandInput>,
	region = 'us-west-2',
): Promise<SessionKey & { packedPolicySize: number | undefined; arn: string | undefined }> {
	const sts = new STSClient({ endpoint, region, maxAttempts: 1, credentials })
	const asked = { RoleArn: HARBOR, RoleSessionName: 'trial', ...input }
	const { Credentials, PackedPolicySize, AssumedRoleUser } = await sts.send(new AssumeRoleCommand(asked))
	return {
		accessKeyId: Credentials?.AccessKeyId ?? '',
		secretAccessKey: Credentials?.SecretAccessKey ?? '',
		sessionToken: Credentials?.SessionToken ?? '',
		packedPolicySize: PackedPolicySize,
		arn: AssumedRoleUser?.Arn,
	}
}

/** Our usual principal, taken by the service's user. */
export const asPrincipal = (trial: TrialWorld, principal = PRINCIPAL): Promise<SessionKey> =>
	assume(trial, SERVICE_KEY, { RoleArn: principal })

/** A session in a customer's account, over the usual principal. */
export async function sessionIn(
	trial: TrialWorld,
	roleArn: string,
	externalId: string | undefined,
	more: Partial<AssumeRoleCommandInput> = {},
): Promise<SessionKey> {
	return assume(trial, await asPrincipal(trial), { RoleArn: roleArn, ExternalId: externalId, ...more })
}
