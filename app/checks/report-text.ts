import { utc } from '../../components/time.tsx'
import type { Check, Finding } from '../../lib/contract/check-report.ts'
import { needsAttention, verdictOf } from './standing.ts'
import { addresseeName, confidenceName, layerWords, outcomeName, profileName } from './words.ts'

/** A code span around any text: one more backtick than it holds itself (CommonMark, code spans). */
function code(text: string): string {
	const fence = '`'.repeat(longestRun(text) + 1)
	const pad = /^`|`$/.test(text) ? ' ' : ''
	return `${fence}${pad}${text.replaceAll('\n', ' ')}${pad}${fence}`
}

/** The same as a block. */
function block(text: string): string {
	const fence = '`'.repeat(Math.max(3, longestRun(text) + 1))
	return `${fence}text\n${text}\n${fence}`
}

const longestRun = (text: string) => Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length))

const line = (name: string, value: string | null | undefined | false) => (value ? [`- ${name}: ${value}`] : [])

/** A finding for a ticket or chat. What the reader's role does not see is not in it either. */
export function findingMarkdown(finding: Finding, link: string): string {
	return [...findingLines(finding), ...line('Finding', link)].join('\n')
}

function findingLines(finding: Finding): string[] {
	const { action, outcome, resource, breaks, remediation, hypotheses, evidence, confidence } = finding
	const answer = [evidence.httpStatus, evidence.code].filter((part) => part !== null).join(' ')
	const layer = layerWords(finding)
	return [
		`**${outcomeName(outcome)}: ${code(action)}**${layer && ` (${layer}; ${confidenceName(confidence)})`}`,
		'',
		finding.headline,
		'',
		...line('Resource', resource && code(resource)),
		...line('What breaks', breaks),
		...line('Remedy', remediation && `${remediation.sentence} To be done by ${addresseeName(remediation.addressee)}.`),
		...line('May also be', hypotheses.join('; ')),
		...line('Call', evidence.call && `${code(evidence.call)}${answer && `, answered ${code(answer)}`}`),
		...line('AWS request id', evidence.awsRequestId && code(evidence.awsRequestId)),
		...line('Time', evidence.at && utc(evidence.at)),
		...(evidence.message ? ['', block(evidence.message), ''] : []),
	]
}

/** The whole report: verdict first, then what needs attention in full, then every right in one line. */
export function reportMarkdown(check: Check, link: string): string {
	const { headline, customer, sourceId, profile, requestedBy, finishedAt, ticket, saved, settings, findings } = check
	const loud = findings.filter(needsAttention)
	return [
		`# ${headline ?? verdictOf(check).name}`,
		'',
		...line('Customer', `${customer}, source ${code(sourceId)}`),
		...line('Profile', profileName(profile)),
		...line(
			'Checked',
			finishedAt ? `${utc(finishedAt)} by ${requestedBy}` : `still running, started by ${requestedBy}`,
		),
		...line('Settings', saved ? `version ${settings.version} of the record` : 'not saved yet, from the form'),
		...line('Ticket', ticket),
		...line('Report', link),
		...(loud.length > 0 ? ['', '## Needs attention'] : []),
		...loud.flatMap((finding) => ['', ...findingLines(finding)]),
		'',
		'## Every right',
		'',
		...findings.map((finding) => `- ${outcomeName(finding.outcome)}: ${code(finding.action)}`),
	].join('\n')
}

export const findingJson = ({ findings: _, advice: _a, trust: _t, ...head }: Check, finding: Finding, link: string) =>
	JSON.stringify({ link, check: head, finding }, null, 2)

export const reportJson = (check: Check, link: string) => JSON.stringify({ link, ...check }, null, 2)
