'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Bar, Loading } from '../../components/skeleton.tsx'
import { Age } from '../../components/time.tsx'
import { VerdictMark } from '../../components/verdict-mark.tsx'
import type { CheckRow } from '../../lib/contract/check-report.ts'
import { checksQuery } from '../../lib/query/checks.ts'
import { useCase } from '../frame/case.ts'
import { useMe } from '../frame/me.ts'
import { RefusedNotice } from '../frame/refused-notice.tsx'
import { paths } from '../paths.ts'
import { PROFILES } from '../search-params.ts'
import { CheckStrip } from './check-strip.tsx'
import { verdictOf } from './standing.ts'
import { useRunCheck } from './use-run-check.ts'
import { profileName } from './words.ts'

/** What the last checks of a source said, profile by profile, and the button that asks anew. */
export function PermissionsCard({ sourceId }: { sourceId: string }) {
	const { ticket } = useCase()
	const mayRun = useMe()?.operations.includes('checks.run') ?? false
	const check = useRunCheck()
	const found = useInfiniteQuery(checksQuery({ sourceId }))
	// What was checked from the form says nothing of the settings that are stored.
	const rows = found.data?.pages[0]?.items.filter(({ saved }) => saved)
	return (
		<Card
			title="Permissions"
			aside={
				mayRun && (
					<Button kind="primary" disabled={check.starting} onClick={() => check.run({ sourceId, profile: 'sync' })}>
						{check.starting ? 'Starting…' : 'Run check'}
					</Button>
				)
			}
		>
			{check.error && (
				<div className="p-4">
					<RefusedNotice error={check.error} />
				</div>
			)}
			{found.error && (
				<div className="p-4">
					<RefusedNotice error={found.error} onRetry={() => void found.refetch()} dataFrom={found.dataUpdatedAt} />
				</div>
			)}
			{found.isPending && <CardLoading />}
			{rows && (
				<>
					<ul className="@container divide-y divide-line">
						{PROFILES.map((profile) => {
							const last = rows.find((row) => row.profile === profile)
							return last && <ProfileLine key={profile} last={last} ticket={ticket} />
						})}
					</ul>
					<Unchecked rows={rows} />
					<div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 border-line border-t px-4 py-2">
						<CheckStrip rows={rows} ticket={ticket} />
						<Link href={paths.checks({ source: sourceId, ticket })} className={MORE}>
							{mayRun ? 'All checks, other profiles' : 'All checks'}
						</Link>
					</div>
				</>
			)}
		</Card>
	)
}

const MORE = 'inline-flex min-h-6 items-center rounded-sm text-accent text-sm hover:underline'

function ProfileLine({ last, ticket }: { last: CheckRow; ticket: string | null }) {
	const { tone, name } = verdictOf(last)
	return (
		<li className="grid gap-x-4 px-4 py-2 @xl:grid-cols-[11rem_minmax(0,1fr)_auto]">
			<span className="text-muted">{profileName(last.profile)}</span>
			<span className="flex min-w-0 gap-2">
				<span className="flex h-5 items-center">
					<VerdictMark tone={tone} label={name} />
				</span>
				<Link href={paths.check(last.checkId, { ticket })} className="wrap-anywhere rounded-sm hover:underline">
					{last.headline ?? name}
				</Link>
			</span>
			<Age iso={last.finishedAt ?? last.requestedAt} />
		</li>
	)
}

/** `rows` are the last checks only, so a profile that is not among them may have been checked long ago. */
function Unchecked({ rows }: { rows: CheckRow[] }) {
	const names = PROFILES.filter((profile) => !rows.some((row) => row.profile === profile)).map(profileName)
	if (rows.length === 0 || names.length === 0) return null
	return <p className="border-line border-t px-4 py-2 text-muted text-sm">Not checked lately: {names.join('; ')}</p>
}

const CardLoading = () => (
	<Loading what="the last checks" waitingFor="the gate">
		{PROFILES.map((profile) => (
			<div key={profile} className="grid h-9 grid-cols-[11rem_minmax(0,1fr)] items-center gap-4 px-4">
				<Bar className="w-24" />
				<Bar className="w-64 max-w-full" />
			</div>
		))}
	</Loading>
)
