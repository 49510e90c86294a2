import { verifyResponse } from '../../lib/saml/verify.ts'
import type { ServiceSettings } from '../../lib/settings/service.ts'
import type { SessionsPorts } from './ports.ts'

/** How far the clock of the identity provider may be ahead or behind. */
const CLOCK_SKEW_SECONDS = 60

/** The console's own rules for a SAML response, without the browser's cookie that only the console sees. */
export function createAssertionVerifier(
	settings: ServiceSettings['saml'],
	now: () => Date,
): SessionsPorts['verifyAssertion'] {
	return (samlResponse) =>
		verifyResponse(samlResponse, settings, {
			now: now().getTime(),
			inResponseTo: null,
			clockSkewSeconds: CLOCK_SKEW_SECONDS,
		})
}
