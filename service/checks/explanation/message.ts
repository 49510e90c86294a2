import type { Finding } from '../../../lib/contract/check-report.ts'
import type { Target } from '../order.ts'
import type { Cause, Context, Explanation } from './cause.ts'
import { deniedRight } from './denied-right.ts'
import { isBlocking } from './verdict.ts'
import { block, called, code, listed, utc } from './words.ts'

const SHOWN = 12

/** As the IAM user guide calls them, since that is where the reader looks them up. */
const LAYERS: Record<string, string> = {
	identity: 'identity-based policy',
	resource: 'resource-based policy',
	boundary: 'permissions boundary',
	scp: 'service control policy',
	rcp: 'resource control policy',
	trust: 'role trust policy',
	kms: 'key policy',
	lakeformation: 'Lake Formation',
}

/**
 * A message that stands by itself when pasted into an e-mail: what is broken, what AWS answered, what to do, how we
 * confirm. Null when nobody at the customer's can help.
 */
export function messageOf(
	cause: Cause,
	explanation: Explanation,
	target: Target,
	profile: string,
	{ ticket }: Context,
): string | null {
	if (explanation.addressee === 'us') return null
	const { greeted } = called(explanation.addressee)
	const parts = [
		`Hello ${greeted} of ${oneLine(target.customer)},`,
		broken(cause, target, profile),
		'**What AWS answered**',
		answers(cause.findings),
		'**What to do**',
		...explanation.steps,
		...snippets(explanation),
		'**How we will confirm it**',
		'Tell us when it is done. We then run the same check again: it asks for each of these rights without changing anything in your account. You hear from us as soon as it passes.',
		...(ticket ? [`Ticket: ${ticket}`] : []),
	]
	return `${parts.join('\n\n')}\n`
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim()

function broken(cause: Cause, { customer, sourceId, region }: Target, profile: string): string {
	const lake = `the data lake of **${oneLine(customer)}** (source ${code(sourceId)}, region ${code(region)})`
	if (!isBlocking(cause)) return `${lake} works, but something about its access should be put right.`
	const errors = [...new Set(cause.findings.flatMap(({ breaks }) => breaks ?? []))]
	const seen =
		errors.length > 0
			? ` The sync ${errors.length === 1 ? 'error that goes' : 'errors that go'} with it: ${listed(errors.map((error) => `**${error}**`))}.`
			: ''
	if (profile.startsWith('replay')) return `events cannot be replayed into ${lake}.${seen}`
	return profile === 'debug' ? `support cannot look into ${lake}.${seen}` : `${lake} cannot be loaded.${seen}`
}

function answers(findings: readonly Finding[]): string {
	const shown = findings.slice(0, SHOWN).map(answer)
	const left = findings.length - shown.length
	return [...shown, ...(left > 0 ? [`- and ${left} more of the same kind`] : [])].join('\n')
}

function answer(finding: Finding): string {
	const { evidence, outcome, headline } = finding
	const said = outcome === 'denied' ? refusal(finding) : headline.replace(/\.$/, '')
	const id = evidence.awsRequestId ? `, AWS request id ${code(evidence.awsRequestId)}` : ''
	const at = evidence.at ? `, ${utc(evidence.at)}` : ''
	return `- ${said}${id}${at}`
}

function refusal(finding: Finding): string {
	const { action, resource, policyArn } = deniedRight(finding)
	const on = resource === null ? '' : ` on ${code(resource)}`
	return `${code(action)}${on}: refused${by(finding, policyArn)}`
}

/** What is only likely was not said by AWS. */
function by({ layer, explicit, confidence }: Finding, policyArn: string | null): string {
	const name = layer === null || confidence !== 'certain' ? undefined : LAYERS[layer]
	if (name === undefined) return ', no cause named'
	const how = layer === 'lakeformation' ? name : explicit ? `explicit deny, ${name}` : name
	return ` (${how})${policyArn === null ? '' : ` by ${code(policyArn)}`}`
}

function snippets({ policy, policyBefore, terraform, commands }: Explanation): string[] {
	return [
		...(policyBefore === null ? [] : ['As far as we can see, it is today:', block('json', policyBefore)]),
		...(policy === null ? [] : [policyBefore === null ? 'To add:' : 'It should be:', block('json', policy)]),
		...(commands === null ? [] : ['With the AWS CLI:', block('sh', commands)]),
		...(terraform === null ? [] : ['With Terraform:', block('hcl', terraform)]),
	]
}
