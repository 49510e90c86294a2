/**
 * A refusal as Cognito words it. `reason` is our own plain sentence for the stand-in's log, since the real texts
 * often do not say what was wrong. It never holds any part of an assertion.
 */
export type Refusal = { refused: true; type: string; message: string; reason: string }

function refusal(type: string, message: string, reason: string): Refusal {
	return { refused: true, type, message, reason }
}

export const notAuthorized = (message: string, reason: string) => refusal('NotAuthorizedException', message, reason)

/** The text that covers everything wrong with a response's form and attributes, not only its base64. */
export const invalidResponse = (reason: string) =>
	refusal('InvalidParameterException', 'Invalid base64 SAMLResponse', reason)

export const badSignature = (reason: string) =>
	notAuthorized("Invalid login token. Couldn't verify signed token.", reason)

export const wrongIssuer = (reason: string) =>
	notAuthorized("Invalid login token. Issuer doesn't match providerName", reason)

export const wrongAudience = (reason: string) => notAuthorized('Invalid login token. Incorrect token audience.', reason)

/** Times in epoch seconds, as in the texts for other tokens. */
export function outOfTime(nowSeconds: number, boundSeconds: number, reason: string): Refusal {
	const text = boundSeconds <= nowSeconds ? `Token expired: ${boundSeconds} <= ${nowSeconds}` : 'Token is not yet valid'
	return notAuthorized(`Invalid login token. ${text}`, reason)
}

export const noRole = (reason: string) =>
	refusal(
		'InvalidIdentityPoolConfigurationException',
		'Invalid identity pool configuration. Check assigned IAM roles for this pool.',
		reason,
	)

export const notFound = (what: 'IdentityPool' | 'Identity', id: string) =>
	refusal('ResourceNotFoundException', `${what} '${id}' not found.`, `no such ${what}`)

export const tooMany = () => refusal('TooManyRequestsException', 'Rate exceeded', 'rate limit')

/**
 * One broken constraint of the service model, in the words of the AWS front end. `told`: the value as it is shown; empty for
 * one that is secret.
 */
export function invalidMember(member: string, told: string, constraint: string): Refusal {
	const name = member.replace(/^./, (first) => first.toLowerCase())
	const value = told === '' ? 'Value' : `Value ${told}`
	const text = `1 validation error detected: ${value} at '${name}' failed to satisfy constraint: ${constraint}`
	return refusal('ValidationException', text, `${member}: ${constraint}`)
}

export const notSerializable = () => refusal('SerializationException', '', 'the body is not the JSON of this operation')

export const unknownOperation = () => refusal('UnknownOperationException', '', 'no such operation')
