import { evaluate } from '../../lib/iam/evaluate.ts'

const COGNITO = 'cognito-identity.amazonaws.com'

/**
 * Does the role's trust policy let Cognito assume it for this login? Who is meant (the Federated principal) is decided
 * here, exactly; the rest of each statement by the policy evaluator, with the statement put to "everybody".
 * `amr` is what the login proves: the word authenticated and the provider.
 */
export function trustsLogin(trustPolicy: unknown, roleArn: string, poolId: string, amr: string[]): boolean {
	const document = object(trustPolicy)
	const statements = [document.Statement].flat().map(object)
	const naming = statements.filter(({ Principal }) => namesCognito(Principal))
	// NotPrincipal beside a federated caller is documented nowhere: such a policy trusts nobody here.
	if (naming.length === 0 || statements.some((statement) => 'NotPrincipal' in statement)) return false
	const verdict = evaluate(
		{
			principal: 'anonymous',
			action: 'sts:AssumeRoleWithWebIdentity',
			resource: roleArn,
			resourceAccount: roleArn.split(':')[4] ?? '',
			context: { [`${COGNITO}:aud`]: poolId, [`${COGNITO}:amr`]: amr },
		},
		{
			identity: [],
			resource: { ...document, Statement: naming.map((statement) => ({ ...statement, Principal: '*' })) },
			boundary: null,
			session: null,
			scps: [],
			rcps: [],
		},
	)
	return verdict.decision === 'allowed'
}

function namesCognito(principal: unknown): boolean {
	return principal === '*' || [object(principal).Federated].flat().includes(COGNITO)
}

function object(value: unknown): Record<string, unknown> {
	return typeof value === 'object' && value !== null ? { ...value } : {}
}
