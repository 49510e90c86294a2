import type { VerdictTone } from '../../components/verdict-mark.tsx'
import type { ClusterRow, ClusterVerdict } from '../../lib/contract/cluster-status.ts'

const VERDICTS: Readonly<Record<ClusterVerdict, { tone: VerdictTone; name: string }>> = {
	ok: { tone: 'good', name: 'OK' },
	attention: { tone: 'warn', name: 'Needs a look' },
	ended: { tone: 'bad', name: 'Ended' },
	'missing-tag': { tone: 'bad', name: 'Tag missing' },
	'not-found': { tone: 'bad', name: 'Does not exist' },
	'wrong-region': { tone: 'bad', name: 'Wrong region' },
	denied: { tone: 'bad', name: 'Denied' },
	'role-refused': { tone: 'bad', name: 'Role refused' },
	unreachable: { tone: 'warn', name: 'Not reached' },
}

/** Mark and word of a verdict. A word of a newer service stands as it is, and asks for a look. */
export function verdictOf({ verdict, fetching }: Pick<ClusterRow, 'verdict' | 'fetching'>): {
	tone: VerdictTone
	name: string
} {
	if (verdict === null) return { tone: 'open', name: fetching ? 'Fetching' : 'Not fetched' }
	const known = new Map<string, { tone: VerdictTone; name: string }>(Object.entries(VERDICTS)).get(verdict)
	return known ?? { tone: 'warn', name: verdict }
}

/** The sentence on top, which stands even before the first fetch has ended. */
export function headlineOf({ headline, fetching }: Pick<ClusterRow, 'headline' | 'fetching'>): string {
	return headline ?? (fetching ? 'Asking the account about this cluster' : 'Nothing was fetched of this cluster yet')
}

const STEP_TONES = new Map<string, VerdictTone>([
	['COMPLETED', 'good'],
	['FAILED', 'bad'],
	['INTERRUPTED', 'bad'],
	['CANCELLED', 'calm'],
])
/** A step that is not over, or whose state nobody asked for, is open. */
export const stepTone = (state: string | null): VerdictTone => (state && STEP_TONES.get(state)) || 'open'
