import fc from 'fast-check'
import { expect } from 'vitest'
import { type Denial, type DenialLayer, readDenial } from './denial.ts'

export const user = 'arn:aws:sts::210987654321:assumed-role/SegmentDataLakeRole/ann-1'
const table = 'arn:aws:glue:us-west-2:210987654321:table/harbor_web/track'

const named: readonly (readonly [string, DenialLayer])[] = [
	['identity-based policy', 'identity'],
	['resource-based policy', 'resource'],
	['permissions boundary', 'boundary'],
	['session policy', 'session'],
	['service control policy', 'scp'],
	['resource control policy', 'rcp'],
	['VPC endpoint policy', 'vpce'],
	['role trust policy', 'trust'],
]
const policy = 'arn:aws:organizations::999988887777:policy/o-ab12cd/service_control_policy/p-x.y_z1'
const wrappers: readonly (readonly [string, (text: string) => string])[] = [
	['alone', (text) => text],
	['thrown by an SDK for Java', (text) => `${text} (Service: AWSGlue; Status Code: 400; Request ID: 1-2)`],
	['thrown by an SDK for Go', (text) => `AccessDeniedException: ${text}\n\tstatus code: 400, request id: 1-2`],
	['in upper case', (text) => text.toUpperCase()],
	['inside a sentence of another tool', (text) => `Access denied (403): ${text}. Try again.`],
]
const quotings: readonly (readonly [string, (arn: string) => string])[] = [
	['plain', (arn) => arn],
	['quoted', (arn) => `"${arn}"`],
]

type Case = readonly [what: string, text: string, expected: Denial]
/** Every wording of a refusal that names its layer, with what it says. */
export function* grammar(): Generator<Case> {
	for (const [words, layer] of named)
		for (const [wrapping, wrap] of wrappers)
			for (const [quoting, quote] of quotings)
				for (const policyArn of [policy, null]) {
					const found = { policyArn, action: 'glue:GetTable', resource: table, principal: user, layer }
					const start = `User: ${user} is not authorized to perform: glue:GetTable on resource: ${quote(table)}`
					const end = policyArn === null ? '' : `: ${policyArn}`
					const what = `${words}, ${quoting}, ${policyArn === null ? 'old' : 'new'} wording, ${wrapping}`
					for (const article of ['a', 'an', 'the'])
						yield [
							`explicit in ${article} ${what}`,
							wrap(`${start} with an explicit deny in ${article} ${words}${end}`),
							{ ...found, explicit: true },
						]
					yield [
						`implicit, ${what}`,
						wrap(`${start} because no ${words} allows the glue:GetTable action${end}`),
						{ ...found, explicit: false },
					]
				}
}

const phraseOf: Record<DenialLayer, RegExp> = {
	identity: /identity-based polic/i,
	resource: /resource-based polic/i,
	boundary: /permissions? boundar/i,
	session: /session polic/i,
	scp: /service control polic/i,
	rcp: /resource control polic/i,
	vpce: /vpc endpoint polic/i,
	trust: /role trust polic|sts:assumerole/i,
	kms: /kms:/i,
	lakeformation: /lake formation/i,
}

export const shreds = fc.constantFrom(
	...named.map(([words]) => words),
	'User: ',
	'is not authorized to perform',
	': ',
	' ',
	'\n',
	'"',
	'on resource: ',
	'because no ',
	'with an explicit deny',
	' in a ',
	' allows the ',
	' action',
	'kms:Decrypt',
	's3:GetObject',
	'sts:AssumeRole',
	'arn:aws:s3:::b',
	'because the resource',
	'Insufficient Lake Formation permission(s)',
	'İ',
)

/** What holds for any text: a layer is answered only if it is named, and every part stands in the text. */
export function readsWhatStands(text: string): void {
	const { layer, policyArn, action, resource, principal } = readDenial(text)
	if (layer !== null) expect(text).toMatch(phraseOf[layer])
	for (const part of [policyArn, action, resource, principal]) if (part !== null) expect(text).toContain(part)
}
