/** Who asked for what, as far as it is known when the row is written. */
export type AuditEntry = {
	/** The gateway's extended request id; for an operator's command an id of its own. */
	requestId: string
	/** The gateway's short request id. */
	gateRequestId: string | null
	/** Cognito identity GUID; null for terminal callers and operators. */
	identityId: string | null
	/** Lower-case e-mail, or `operator:<name>`; null while it is not known who calls. */
	person: string | null
	roleArn: string | null
	role: string | null
	/** `noun.verb` of the contract, or of an operator's command. */
	operation: string
	/** Source id (or other id) that the call is about. */
	target: string | null
	ticket: string | null
	/** Plain JSON without secrets; redacted by the caller. */
	parameters: unknown
	sourceIp: string | null
}

export type AuditResult = {
	/** HTTP status of the answer. */
	status: number
	/** Problem code of a refusal. */
	code: string | null
	latencyMs: number
}

/** Id of an intent row (UUID). */
export type AuditId = string
