'use client'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { Card } from '../../components/card.tsx'
import { Chain, type ChainLink } from '../../components/chain.tsx'
import { Bar, Loading } from '../../components/skeleton.tsx'
import { Age } from '../../components/time.tsx'
import type { Check, CheckRow } from '../../lib/contract/check-report.ts'
import { checkQuery, checksQuery } from '../../lib/query/checks.ts'
import { useCase } from '../frame/case.ts'
import { useMe } from '../frame/me.ts'
import { RefusedNotice } from '../frame/refused-notice.tsx'
import { paths } from '../paths.ts'
import { accessPathOf, HOPS, type HopName, pathInWords } from './access-path.ts'

type Props = { sourceId: string /** Of the stored settings. */; version: number }

/** The way from the reader into the customer's account, as the last sync check of the stored settings found it. */
export function AccessPathCard({ sourceId, version }: Props) {
	const { ticket } = useCase()
	const found = useInfiniteQuery(checksQuery({ sourceId }))
	const syncs = found.data?.pages[0]?.items.filter(({ saved, profile }) => saved && profile === 'sync')
	const last = syncs?.find(({ status }) => status === 'done')
	// A report that has ended stays as it is, and the list above tells of a newer one.
	const report = useQuery({
		...checkQuery(last?.checkId ?? '', ticket ?? undefined),
		enabled: last !== undefined,
		staleTime: Number.POSITIVE_INFINITY,
		refetchInterval: false,
	})
	const check = report.data
	const checked = check?.settings.version ?? version
	return (
		<Card
			title="Access path"
			aside={
				last && (
					<span className="flex flex-wrap items-center gap-x-2 text-sm">
						<Link href={paths.check(last.checkId, { ticket })} className={REPORT}>
							Last sync check
						</Link>
						<Age iso={last.finishedAt ?? last.requestedAt} />
					</span>
				)
			}
		>
			{report.error && (
				<div className="p-4">
					<RefusedNotice
						error={report.error}
						onRetry={() => void report.refetch()}
						dataFrom={check ? report.dataUpdatedAt : 0}
					/>
				</div>
			)}
			{(found.isPending || (last && report.isPending)) && <PathLoading />}
			{syncs && (check || !last) && (
				<div className="flex flex-col gap-2.5 px-4 py-3">
					<p>{check ? pathInWords(accessPathOf(check)) : whyUnknown(syncs)}</p>
					<Path check={check ?? null} ticket={ticket} />
					{checked !== version && (
						<p className="text-muted text-sm">
							Version {checked} of the settings was checked, version {version} is stored.
						</p>
					)}
				</div>
			)}
		</Card>
	)
}

const REPORT = 'inline-flex min-h-6 items-center rounded-sm text-accent hover:underline'

function whyUnknown([latest]: CheckRow[]): string {
	if (!latest)
		return 'Nobody knows yet: no sync check of these settings was run lately. Run check, above, draws the path.'
	return latest.status === 'running'
		? 'The first sync check is running. The path is drawn once it ends.'
		: 'The last sync check ended without a verdict. Run check, above, asks again.'
}

function Path({ check, ticket }: { check: Check | null; ticket: string | null }) {
	const me = useMe()
	const path = check && accessPathOf(check)
	const { roleArn, bucket, database, clusterId } = check?.settings ?? {}
	const link = (hop: HopName, detail?: string): ChainLink => {
		const { tone, words, findingId } = path?.[hop] ?? { tone: 'open', words: 'Not asked yet', findingId: null }
		const href = check && findingId ? paths.check(check.checkId, { ticket, finding: findingId }) : null
		return { name: HOPS[hop], detail, tone, words, href }
	}
	return (
		<Chain
			label="Access path"
			links={[
				{ name: 'You', tone: 'good', words: me ? `As ${me.role}` : 'Signed in', href: null },
				{ name: 'Gate', tone: 'good', words: 'Lets you in', href: null },
				link('service'),
				link('role', roleArn?.split('/').at(-1)),
			]}
			ends={[link('bucket', bucket), link('catalog', database), link('cluster', clusterId)]}
		/>
	)
}

const PathLoading = () => (
	<Loading what="the access path" waitingFor="the gate">
		<div className="flex flex-col gap-3 px-4 py-3">
			<Bar className="w-64 max-w-full" />
			<Bar className="h-50 w-full" />
		</div>
	</Loading>
)
