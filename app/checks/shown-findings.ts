import type { Segment } from '../../components/segmented.tsx'
import type { Finding, FindingOutcome } from '../../lib/contract/check-report.ts'
import { needsAttention } from './standing.ts'
import { outcomeName } from './words.ts'

/** From what has to be seen first. Every outcome of the contract, since a new one must find its place here. */
const ORDER: readonly string[] = [
	'denied',
	'wrong-setting',
	'error',
	'not-provable',
	'blocked-by',
	'unsafe-skipped',
	'allowed',
] satisfies FindingOutcome[]

export const ALL = 'all'

/** The outcomes that occur, in the order of the screen; words of a newer service last. */
const outcomesOf = (findings: Finding[]) => {
	const seen = new Set(findings.map(({ outcome }) => outcome))
	return [...ORDER.filter((word) => seen.has(word)), ...[...seen].filter((word) => !ORDER.includes(word))]
}

const countOf = (findings: Finding[], word: string) => findings.filter(({ outcome }) => outcome === word).length

/** "1 denied", "18 allowed". */
export const countsOf = (findings: Finding[]) =>
	outcomesOf(findings).map((word) => `${countOf(findings, word)} ${outcomeName(word).toLowerCase()}`)

/** The filters of a report with their counts: what needs attention first, then everything, then each outcome that occurs. */
export function filtersOf(findings: Finding[], chosen: string): Segment[] {
	const words = outcomesOf(findings)
	const offered = chosen === '' || chosen === ALL || words.includes(chosen) ? words : [...words, chosen]
	return [
		{ value: '', name: 'Needs attention', count: findings.filter(needsAttention).length },
		{ value: ALL, name: 'All', count: findings.length },
		...offered.map((word) => ({ value: word, name: outcomeName(word), count: countOf(findings, word) })),
	]
}

const fits = (finding: Finding, filter: string) =>
	filter === ALL || (filter === '' ? needsAttention(finding) : finding.outcome === filter)

const GROUPS = ['trust', 's3', 'glue', 'emr']

export type Group = { group: string; all: Finding[]; shown: Finding[] }

/**
 * The findings by service, services that every profile asks first. An open finding is shown whatever the filter,
 * so that no link to one leads to nothing.
 */
export function groupsOf(findings: Finding[], filter: string, open: string | null): Group[] {
	const names = new Set([...GROUPS, ...findings.map(({ group }) => group)])
	return [...names].map((group) => {
		const all = findings.filter((finding) => finding.group === group)
		return { group, all, shown: all.filter((finding) => fits(finding, filter) || finding.findingId === open) }
	})
}
