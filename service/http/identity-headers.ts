/**
 * The headers in which the gate reports who signed. Clients can send headers of any name through the gate
 * (API Gateway is case-sensitive inside and passes client headers on: developer guide, known issues), so each must stand exactly once.
 */
export const IDENTITY_HEADERS = {
	identityId: 'x-sluice-cognito-identity-id',
	userArn: 'x-sluice-user-arn',
	accountId: 'x-sluice-account-id',
	gateRequestId: 'x-sluice-request-id',
	requestId: 'x-sluice-extended-request-id',
	sourceIp: 'x-sluice-source-ip',
	gateProof: 'x-sluice-gate-secret',
} as const

const names = new Set<string>(Object.values(IDENTITY_HEADERS))

/** Everything a proxy or framework might fold into one of our names: `_`, `.`, doubled or missing hyphens, case. */
const claimsOurNames = (name: string) =>
	name
		.toLowerCase()
		.replaceAll(/[^a-z0-9]/g, '')
		.startsWith('xsluice')

/**
 * What is wrong with the identity headers as they stood on the wire, or null. Takes Node's flat list of names and values,
 * since a Request has already joined twins into one. The whole `X-Sluice` family is closed: a name that is not exactly
 * one of ours (in any case) is a look-alike. The answer never repeats a value.
 */
export function faultOfIdentityHeaders(rawHeaders: readonly string[]): string | null {
	const seen = new Set<string>()
	for (let index = 0; index < rawHeaders.length; index += 2) {
		const name = rawHeaders[index] ?? ''
		if (!claimsOurNames(name)) continue
		const known = name.toLowerCase()
		if (!names.has(known)) return 'A header resembles one that only the gate may set.'
		if (seen.has(known)) return `The header ${known} stands more than once.`
		seen.add(known)
	}
	return null
}
