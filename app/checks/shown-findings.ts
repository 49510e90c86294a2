import type { Segment } from '../../components/segmented.tsx'
import type { Check, Finding, FindingOutcome } from '../../lib/contract/check-report.ts'
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

const GROUPS = ['trust', 's3', 'glue', 'emr', 'iam']

/** Services that only one profile asks; a report that runs holds a place for each service that will answer. */
const ONLY_IN = new Map([
	['glue', 'sync'],
	['iam', 'replay-dedicated'],
])

export type Group = { group: string; all: Finding[]; shown: Finding[] }

/**
 * The findings by service, always in the same order. An open finding is shown whatever the filter, so that no link to one
 * leads to nothing.
 */
export function groupsOf({ findings, status, profile }: Check, filter: string, open: string | null): Group[] {
	const awaited = (group: string) => status === 'running' && (ONLY_IN.get(group) ?? profile) === profile
	const seen = new Set(findings.map(({ group }) => group))
	const known = GROUPS.filter((group) => seen.has(group) || awaited(group))
	return [...known, ...[...seen].filter((group) => !GROUPS.includes(group))].map((group) => {
		const all = findings.filter((finding) => finding.group === group)
		return { group, all, shown: all.filter((finding) => fits(finding, filter) || finding.findingId === open) }
	})
}
