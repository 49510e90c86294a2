import type { Tone } from '../../components/mark.tsx'
import type { VerdictTone } from '../../components/verdict-mark.tsx'
import type { CheckRow, Finding } from '../../lib/contract/check-report.ts'

type Stand = Pick<Finding, 'outcome' | 'mandatory' | 'group'>

/** Outcomes that ask nothing of anybody; every other one, a word of a newer service included, needs a look. */
const QUIET = ['allowed', 'not-provable', 'blocked-by', 'unsafe-skipped']

/** A right that only unlocks more: without it nothing is blocked. Trust is no extra, however it is counted. */
export const isExtra = ({ mandatory, group }: Stand) => !mandatory && group !== 'trust'

/**
 * An absent extra right blocks nothing and stays grey. A finding on trust is loud in any case: a role that lets strangers
 * in blocks nothing either.
 */
export const needsAttention = (finding: Stand) => !QUIET.includes(finding.outcome) && !isExtra(finding)

/** Red: refused. Amber: nobody could tell. Grey: nothing to do. Green: allowed. */
export function toneOf(finding: Stand): Tone {
	if (finding.outcome === 'allowed') return 'good'
	if (!needsAttention(finding)) return 'calm'
	return finding.outcome === 'denied' || finding.outcome === 'wrong-setting' ? 'bad' : 'warn'
}

/** From what has to be seen first to what may be seen last. */
const TONES = ['bad', 'warn', 'calm', 'good'] as const satisfies readonly Tone[]

export const tonesOf = (findings: Stand[]) =>
	TONES.map((tone) => ({ tone, count: findings.filter((finding) => toneOf(finding) === tone).length }))

/** Mark and word of a check as a whole. */
export function verdictOf({ status, verdict }: Pick<CheckRow, 'status' | 'verdict'>): {
	tone: VerdictTone
	name: string
} {
	if (status === 'running') return { tone: 'open', name: 'Running' }
	if (verdict === 'ok') return { tone: 'good', name: 'OK' }
	if (verdict === 'blocked') return { tone: 'bad', name: 'Blocked' }
	if (verdict === 'unclear') return { tone: 'warn', name: 'Unclear' }
	return { tone: 'calm', name: 'Failed' }
}
