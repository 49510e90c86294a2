'use client'
import Link from 'next/link'
import { buttonClass } from '../../components/button.tsx'
import { Notice } from '../../components/notice.tsx'
import { Age } from '../../components/time.tsx'
import type { Check } from '../../lib/contract/check-report.ts'
import { useCase } from '../frame/case.ts'
import { useMe } from '../frame/me.ts'
import { notShownTo } from '../frame/not-shown-to.ts'
import { paths } from '../paths.ts'
import { verdictOf } from './standing.ts'

/** What has to be known before the findings are read. */
export function ReportNotices({ check }: { check: Check }) {
	const { ticket } = useCase()
	const role = useMe()?.role ?? null
	const { newer, restarts, failure, status, settings } = check
	return (
		<div className="flex flex-col gap-2 empty:hidden">
			{newer && (
				<Notice
					tone="calm"
					title={`A newer check of this source says: ${verdictOf({ status: 'done', verdict: newer.verdict }).name}`}
					actions={
						<Link href={paths.check(newer.checkId, { ticket })} className={buttonClass()}>
							Open the newer one
						</Link>
					}
				>
					Finished <Age iso={newer.finishedAt} />. This report stays as it was.
				</Notice>
			)}
			{status === 'failed' && (
				<Notice
					tone="bad"
					title="No verdict was reached"
					fix="Run it again. What was found until then stands below."
					urgent
				>
					{failure ?? 'The service did not say why.'}
				</Notice>
			)}
			{restarts > 0 && status !== 'failed' && (
				<Notice
					tone="calm"
					title={restarts === 1 ? 'This check began anew' : `This check began anew ${restarts} times`}
				>
					The worker that ran it was stopped, so another one started from the first call. Nothing is left behind in the
					customer’s account.
				</Notice>
			)}
			{settings.roleArn === undefined && (
				<p className="text-muted text-sm">Resources, evidence texts and advice: {notShownTo(role).toLowerCase()}</p>
			)}
		</div>
	)
}
