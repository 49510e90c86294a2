'use client'
import dynamic from 'next/dynamic'
import type { ReactNode } from 'react'
import type { Check } from '../../lib/contract/check-report.ts'
import { CheckedSettings } from './checked-settings.tsx'
import { Findings } from './findings.tsx'
import { ReportHead } from './report-head.tsx'
import { ReportNotices } from './report-notices.tsx'
import { RunState } from './run-state.tsx'
import { TrustCard } from './trust-card.tsx'
import { useOpenFinding } from './use-open-finding.ts'

const AdvicePanel = dynamic(() => import('./advice-panel.tsx'), { ssr: false })

/** What is so on the left, what to do on the right. `refused` is why the next look at it failed, if it did. */
export function Report({ check, refused }: { check: Check; refused: ReactNode }) {
	const opened = useOpenFinding()
	const { advice = [], trust = [] } = check
	const aside = advice.length > 0 || trust.length > 0
	return (
		<>
			<ReportHead check={check} />
			<div className="flex flex-col gap-4">
				{refused}
				<ReportNotices check={check} />
				<RunState check={check} />
				<div className={aside ? TWO_COLUMNS : 'flex flex-col gap-4'}>
					<Findings check={check} opened={opened} />
					{aside && (
						<div className="flex min-w-0 flex-col gap-4 lg:col-start-2 lg:row-span-2 lg:row-start-1">
							{advice.length > 0 && <AdvicePanel advice={advice} open={opened.open} ticket={check.ticket} />}
							{trust.length > 0 && <TrustCard tries={trust} roleArn={check.settings.roleArn} />}
						</div>
					)}
					<CheckedSettings check={check} />
				</div>
			</div>
		</>
	)
}

/** In a narrow window what to do follows the findings at once; in a wide one it stands beside all of the left column. */
const TWO_COLUMNS =
	'grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_26rem] lg:grid-rows-[auto_1fr]'
