import type { Finding } from '../../../lib/contract/check-report.ts'
import { readDenial } from '../../../lib/iam/denial.ts'

/** The right that was refused, where AWS's text tells more than the call: S3 asks KMS on the caller's behalf. */
export type DeniedRight = {
	action: string
	/** ARN; null where none is known. Never a made-up name of a probe. */
	resource: string | null
	policyArn: string | null
	/** The permission in the words of Lake Formation, for example `Create Table`. */
	grant: string | null
}

/** Not the beginning of an ARN. */
const ACTION = /^(?!arn:)[a-z0-9-]+:[A-Za-z]+$/
/** Nothing that a shell would read as more than a word: it is put into commands (IAM, names of policies). */
const POLICY = /^arn:[\w+=,.@:/-]+$/
/** Of the random names in probe-names.ts, which mean nothing to the customer. */
const MADE_UP = /sluice.probe/

export function deniedRight({ action, resource, evidence }: Finding): DeniedRight {
	const said = readDenial(evidence.message ?? '')
	const asked = said.action !== null && ACTION.test(said.action) ? said.action : action
	const named = said.resource?.startsWith('arn:') && !MADE_UP.test(said.resource) ? said.resource : null
	const policyArn = evidence.policyArn ?? said.policyArn
	return {
		action: asked,
		resource: named ?? (asked === action ? (resource ?? null) : null),
		policyArn: policyArn !== null && POLICY.test(policyArn) ? policyArn : null,
		grant: said.layer === 'lakeformation' ? said.action : null,
	}
}

/** The actions that were refused, each once. */
export const deniedActions = (findings: readonly Finding[]): string[] => [
	...new Set(findings.map((finding) => deniedRight(finding).action)),
]
