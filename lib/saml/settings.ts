/** What a response must agree with. Two pinned certificates are valid at once while Okta rotates its key. */
export type SamlSettings = {
	/** Entity id of the identity provider. */
	issuer: string
	/** PEM, one or two. */
	certificates: string[]
	audience: string
	recipients: string[]
	/** The only Destination a response may name. */
	acsUrl: string
}
