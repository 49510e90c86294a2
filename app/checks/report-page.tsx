'use client'
import { useQuery } from '@tanstack/react-query'
import { PageHead } from '../../components/page-head.tsx'
import { checkQuery } from '../../lib/query/checks.ts'
import { useCase } from '../frame/case.ts'
import { isNothingThere } from '../frame/nothing-there.ts'
import { RefusedNotice } from '../frame/refused-notice.tsx'
import { paths } from '../paths.ts'
import { NoSuchCheck } from './no-such-check.tsx'
import { Report } from './report.tsx'
import { FactsLoading, ReportLoading, TitleLoading } from './report-loading.tsx'

/** One check, running or done. A running one is followed until it ends; what was loaded stays when following it is refused. */
export function ReportPage({ checkId }: { checkId: string }) {
	const { ticket } = useCase()
	const { data: check, error, refetch, dataUpdatedAt } = useQuery(checkQuery(checkId, ticket ?? undefined))
	const missing = isNothingThere(error, 'checkId') && !check
	const refused = error && !missing && (
		<div className="flex flex-col gap-2">
			<RefusedNotice error={error} onRetry={() => void refetch()} dataFrom={dataUpdatedAt} />
			{check?.status === 'running' && (
				<p className="text-muted text-sm">The check itself goes on, whether this page can see it or not.</p>
			)}
		</div>
	)
	if (check) return <Report check={check} refused={refused} />
	return (
		<>
			<PageHead
				tab={missing ? 'No check with this id' : 'Check'}
				steps={[{ name: 'Checks', href: paths.checks({ ticket }) }, { name: checkId }]}
				title={missing ? 'No check with this id' : error ? 'Check' : <TitleLoading />}
				facts={!missing && !error && <FactsLoading />}
			/>
			{refused}
			{missing && <NoSuchCheck ticket={ticket} />}
			{!error && <ReportLoading />}
		</>
	)
}
