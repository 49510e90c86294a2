import { SAML, ValidateInResponseTo } from '@node-saml/node-saml'
import type { SamlSettings } from './settings.ts'

/**
 * Whether node-saml accepts the response too: a second implementation beside our own reading, which decides alone on
 * what node-saml does not look at. Its clock is the process's own, so times are left to the rules, which take `now`.
 * `inResponseTo` null: the attribute must be there, any value will do.
 */
export async function secondOpinion(
	samlResponse: string,
	settings: SamlSettings,
	inResponseTo: string | null,
): Promise<boolean> {
	const saml = new SAML({
		idpCert: settings.certificates,
		issuer: settings.audience,
		callbackUrl: settings.acsUrl,
		audience: settings.audience,
		wantAuthnResponseSigned: true,
		wantAssertionsSigned: true,
		acceptedClockSkewMs: -1,
		validateInResponseTo: inResponseTo === null ? ValidateInResponseTo.never : ValidateInResponseTo.always,
		cacheProvider: {
			// Node-saml would keep request ids in the process; the caller's cookie knows the one that counts.
			saveAsync: async () => null,
			getAsync: async (id) => (id === inResponseTo ? new Date().toISOString() : null),
			removeAsync: async () => null,
		},
	})
	try {
		const { profile } = await saml.validatePostResponseAsync({ SAMLResponse: samlResponse })
		return profile !== null
	} catch {
		return false
	}
}
