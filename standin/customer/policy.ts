/** A policy document with the name that denials give it. */
export type NamedPolicy = {
	/** Null for an inline policy, which has no ARN of its own. */
	arn: string | null
	document: unknown
}
