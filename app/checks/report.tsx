'use client'
import dynamic from 'next/dynamic'
import { type ReactNode, useEffect } from 'react'
import { Card } from '../../components/card.tsx'
import type { Check } from '../../lib/contract/check-report.ts'
import { CheckedSettings } from './checked-settings.tsx'
import { Findings } from './findings.tsx'
import { ReportHead } from './report-head.tsx'
import { ReportNotices } from './report-notices.tsx'
import { RunState } from './run-state.tsx'
import { TrustCard } from './trust-card.tsx'
import { useOpenFinding } from './use-open-finding.ts'

const loadAdvice = () => import('./advice-panel.tsx')
const AdvicePanel = dynamic(loadAdvice, { ssr: false })

/** What is so on the left, what to do, for roles that may know it, on the right. `refused` is why the next look at it failed, if it did. */
export function Report({ check, refused }: { check: Check; refused: ReactNode }) {
	const opened = useOpenFinding()
	const { advice, trust = [] } = check
	const advised = advice !== undefined
	useEffect(() => {
		// While the check runs there is time to fetch what draws its end.
		if (advised) void loadAdvice()
	}, [advised])
	return (
		<>
			<ReportHead check={check} />
			<div className="flex flex-col gap-4">
				{refused}
				<ReportNotices check={check} />
				<RunState check={check} />
				<div className={advice ? TWO_COLUMNS : 'flex flex-col gap-4'}>
					<Findings check={check} opened={opened} />
					{advice && (
						<div className="flex min-w-0 flex-col gap-4 lg:col-start-2 lg:row-span-2 lg:row-start-1">
							{advice.length > 0 ? (
								<AdvicePanel advice={advice} open={opened.open} ticket={check.ticket} />
							) : (
								<Card title="Fix">
									<p className="px-4 py-3 text-muted">{noAdvice(check)}</p>
								</Card>
							)}
							{trust.length > 0 && <TrustCard tries={trust} roleArn={check.settings.roleArn} />}
						</div>
					)}
					<CheckedSettings check={check} />
				</div>
			</div>
		</>
	)
}

/** Stands from the start where the advice will be, so that the verdict moves nothing. */
function noAdvice({ status, verdict }: Check): string {
	if (status === 'running') return 'What to change, and the message to send, come with the verdict.'
	return verdict === 'ok' ? 'Nothing has to change.' : 'Nothing that was found tells what to change.'
}

/** In a narrow window what to do follows the findings at once; in a wide one it stands beside all of the left column. */
const TWO_COLUMNS =
	'grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_26rem] lg:grid-rows-[auto_1fr]'
