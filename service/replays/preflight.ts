import type { Kysely } from 'kysely'
import type { Finding } from '../../lib/contract/check-report.ts'
import type { Preflight } from '../../lib/contract/replay-plan.ts'
import { judgedCheck } from '../checks/public.ts'
import type { Database } from '../store/schema.ts'

/** `unjudged`: rights that the check could not judge, since calls failed on our side or on the way. */
export type FoundPreflight = Preflight & { unjudged: string[] }

/** The check that belongs to a plan, as it stands now. Only rights that a replay cannot do without count. */
export async function preflightOf(db: Kysely<Database>, checkId: string): Promise<FoundPreflight> {
	const { status, verdict, headline, findings } = await judgedCheck(db, checkId)
	const open = findings.filter(({ mandatory, outcome }) => mandatory && outcome !== 'allowed')
	const unknowable = new Set(open.filter((finding) => isUnknowable(finding, findings)))
	return {
		checkId,
		status,
		verdict,
		headline,
		notProvable: [...unknowable].map((finding) => ({
			findingId: finding.findingId,
			action: finding.action,
			headline: finding.headline,
		})),
		unjudged: verdict === 'unclear' ? open.filter((one) => !unknowable.has(one)).map(({ action }) => action) : [],
	}
}

/** No harmless call can tell, or what would tell hangs on something of which none can. */
function isUnknowable({ outcome, blockedBy }: Finding, findings: readonly Finding[]): boolean {
	if (outcome === 'not-provable' || outcome === 'unsafe-skipped') return true
	if (outcome !== 'blocked-by') return false
	const root = findings.find(({ findingId }) => findingId === blockedBy)
	return root !== undefined && root.outcome !== 'error' && isUnknowable(root, findings)
}
