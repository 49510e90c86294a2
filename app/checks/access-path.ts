import type { VerdictTone } from '../../components/verdict-mark.tsx'
import type { Check, Finding } from '../../lib/contract/check-report.ts'
import { isExtra, needsAttention, toneOf } from './standing.ts'
import { layerWords, outcomeName } from './words.ts'

export const HOPS = {
	service: 'Service role',
	role: 'Customer role',
	bucket: 'Bucket',
	catalog: 'Catalog',
	cluster: 'Cluster',
} as const
export type HopName = keyof typeof HOPS

/** What a report says of one hop. `findingId` is the finding it rests on; null when nothing was asked there. */
export type Hop = { tone: VerdictTone; words: string; findingId: string | null }
export type AccessPath = Record<HopName, Hop>

const HOP_OF_GROUP = new Map<string, HopName>([
	['s3', 'bucket'],
	['glue', 'catalog'],
	['emr', 'cluster'],
])

/** A session policy and the policy of our VPC endpoint are ours, whatever they refuse. What has no place of its own is a right of the role. */
const hopOf = ({ layer, group }: Finding): HopName =>
	layer === 'session' || layer === 'vpce' ? 'service' : (HOP_OF_GROUP.get(group) ?? 'role')

/** How far the service gets on its way into the customer's account. An extra right is no part of the way. */
export function accessPathOf({ findings }: Pick<Check, 'findings'>): AccessPath {
	const on = (hop: HopName) => findings.filter((finding) => hopOf(finding) === hop && !isExtra(finding))
	return {
		service: serviceHop(findings, on('service')),
		role: hopFrom(on('role')),
		bucket: hopFrom(on('bucket')),
		catalog: hopFrom(on('catalog')),
		cluster: hopFrom(on('cluster')),
	}
}

/** Nothing asks our own role for its rights: that AWS answered it at all shows that it stands. */
function serviceHop(findings: Finding[], refused: Finding[]): Hop {
	if (refused.length > 0) return hopFrom(refused)
	const entry = findings.find(({ findingId }) => findingId === 'trust-assume-role')
	if (!entry) return NOT_ASKED
	const { findingId, outcome, evidence } = entry
	return outcome === 'error' && evidence.httpStatus === null
		? { tone: 'warn', words: 'No answer came', findingId }
		: { tone: 'good', words: 'Was answered', findingId }
}

const NOT_ASKED: Hop = { tone: 'open', words: 'Not asked', findingId: null }

/** The worst of its findings decides; of refused ones a wrong setting does, since refusals follow from it. */
function hopFrom(findings: Finding[]): Hop {
	const toned = (tone: VerdictTone) => findings.filter((one) => needsAttention(one) && breaks(one) === tone)
	const broken = toned('bad')
	const wrong = broken.filter(({ outcome }) => outcome === 'wrong-setting')
	const open = (...outcomes: string[]) => findings.filter(({ outcome }) => outcomes.includes(outcome))
	const unproven = open('not-provable', 'unsafe-skipped')
	return (
		said('bad', wrong.length > 0 ? wrong : broken) ??
		said('warn', toned('warn')) ??
		said('warn', unproven) ??
		said('open', open('blocked-by')) ??
		said('good', open('allowed')) ??
		NOT_ASKED
	)
}

/** A role that lets strangers in is loud, but the way through it is not broken. */
const breaks = (finding: Finding): VerdictTone => (finding.mandatory ? toneOf(finding) : 'warn')

function said(tone: VerdictTone, findings: Finding[]): Hop | null {
	const [first] = findings
	if (!first) return null
	const words = layerWords(first) || outcomeName(first.outcome)
	const many = findings.length > 1 ? `${words} · ${findings.length} findings` : words
	return { tone, words: many.charAt(0).toUpperCase() + many.slice(1), findingId: first.findingId }
}

/** The path in one sentence. */
export function pathInWords(path: AccessPath): string {
	const at = (tone: VerdictTone) =>
		(Object.keys(HOPS) as HopName[]).filter((hop) => path[hop].tone === tone).map((hop) => HOPS[hop].toLowerCase())
	const said = [
		['Broken at', at('bad')],
		['Unclear at', at('warn')],
		['Not asked', at('open')],
	] as const
	const words = said.flatMap(([how, hops]) => (hops.length > 0 ? `${how}: ${hops.join(', ')}.` : []))
	return words.join(' ') || 'Every hop lets a sync through.'
}
