/** Who can do what about it. Several refusals share one remedy. */
const REMEDIES = {
	again: 'Start again from this page. If it happens twice, give the request id to whoever runs Sluice.',
	report: 'Do not try again with the same link. Give the request id to whoever runs Sluice.',
	clock: 'Whoever runs Sluice can compare the clock of the console server with that of Okta.',
	'okta-settings': 'An Okta administrator can correct the settings of the Sluice application.',
	'okta-policy': 'An Okta administrator can change the sign-in policy of the Sluice application.',
	'okta-certificate': 'Whoever runs Sluice can add the new signing certificate if Okta has rotated it.',
	'okta-groups': 'An Okta administrator can narrow the group filter of the Sluice application.',
	'okta-groups-join': 'An Okta administrator can add you to one of the Sluice groups. Then sign in again.',
} as const

/**
 * Every way a SAML response can be refused, and what the person is told. Closed: a new rule is a new row.
 * `by` is who refused: Okta itself, or Sluice on reading what Okta sent. Texts never hold a value from the response.
 */
export const SAML_REFUSALS = {
	'too-large': us('The answer from Okta is larger than Sluice and AWS accept.', 'okta-groups'),
	'not-base64': us('The answer from Okta arrived damaged: it is not base64 text.', 'again'),
	'not-utf-8': us('The answer from Okta arrived damaged: it is not UTF-8 text.', 'again'),
	'forbidden-markup': us('The answer holds XML that SAML never needs and that attacks are made of.', 'report'),
	'too-complex': us('The answer holds far more XML elements than a sign-in needs.', 'report'),
	malformed: us('The answer from Okta is not well-formed XML.', 'again'),
	structure: us('The answer does not hold exactly one assertion in the one place where it belongs.', 'report'),
	unsigned: us('Sluice needs both the response and the assertion signed, and one of them is not.', 'okta-settings'),
	algorithm: us('The answer is signed in a way that Sluice does not accept, such as SHA-1.', 'okta-settings'),
	signature: us('The signature does not match a certificate that Sluice trusts.', 'okta-certificate'),
	library: us('The second, independent check of the signature disagreed with the first.', 'report'),
	status: {
		by: 'okta',
		reason: 'Okta did not sign you in.',
		fix: 'An Okta administrator can see why in the system log and can assign you to the Sluice application.',
	},
	issuer: us('The answer comes from an identity provider that Sluice does not know.', 'okta-settings'),
	destination: us('The answer was made for another address than this console.', 'okta-settings'),
	'in-response-to': us('The answer does not belong to the sign-in that this browser started.', 'again'),
	'name-id': us('Okta did not name you by an e-mail address.', 'okta-settings'),
	confirmation: us('The answer does not say, in the one form AWS accepts, who may present it.', 'okta-settings'),
	recipient: us('The answer names a recipient that Sluice does not accept.', 'okta-settings'),
	conditions: us('The answer does not say from when until when it is valid.', 'okta-settings'),
	audience: us('The answer was made for another application.', 'okta-settings'),
	'not-yet-valid': us('The answer is not valid yet: a clock at Okta or here is wrong.', 'clock'),
	expired: us('The answer was too old when it arrived here.', 'again'),
	'authn-context': us('You signed in to Okta in a way that is too weak for Sluice.', 'okta-policy'),
	'session-over': us('Your session at Okta has ended.', 'again'),
	attributes: us('The answer states the same attribute more than once.', 'okta-settings'),
	'no-group': us('You are in no Sluice group, so no role is yours.', 'okta-groups-join'),
} as const satisfies Record<string, SamlRefusalText>

export type SamlRefusal = keyof typeof SAML_REFUSALS
export type SamlRefusalText = { by: 'okta' | 'console'; reason: string; fix: string }

function us(reason: string, remedy: keyof typeof REMEDIES): SamlRefusalText {
	return { by: 'console', reason, fix: REMEDIES[remedy] }
}
