'use client'
import { useQuery } from '@tanstack/react-query'
import { PageHead } from '../../components/page-head.tsx'
import { Bar, Loading } from '../../components/skeleton.tsx'
import { hasEnded, replayQuery } from '../../lib/query/replays.ts'
import { useCase } from '../frame/case.ts'
import { isNothingThere } from '../frame/nothing-there.ts'
import { RefusedNotice } from '../frame/refused-notice.tsx'
import { paths } from '../paths.ts'
import { NothingHere } from './nothing-here.tsx'
import { Replay } from './replay.tsx'

/** One replay, followed until it has ended. A link shows it to everybody and decides nothing. */
export function ReplayPage({ replayId }: { replayId: string }) {
	const { ticket } = useCase()
	const { data: replay, error, refetch, dataUpdatedAt } = useQuery(replayQuery(replayId, ticket ?? undefined))
	const missing = isNothingThere(error, 'replayId') && !replay
	const refused = error && !missing && (
		<div className="flex flex-col gap-2">
			<RefusedNotice error={error} onRetry={() => void refetch()} dataFrom={dataUpdatedAt} />
			{replay && !hasEnded(replay) && (
				<p className="text-muted text-sm">The replay itself goes on, whether this page can see it or not.</p>
			)}
		</div>
	)
	if (replay) return <Replay replay={replay} refused={refused} />
	return (
		<>
			<PageHead
				tab={missing ? 'No replay with this id' : 'Replay'}
				steps={[{ name: 'Replays', href: paths.replays({ ticket }) }, { name: replayId }]}
				title={missing ? 'No replay with this id' : 'Replay'}
			/>
			{refused}
			{missing && <NothingHere what="replay" ticket={ticket} />}
			{!error && (
				<Loading what="the replay" waitingFor="the gate">
					<Bar className="h-60 w-full" />
				</Loading>
			)}
		</>
	)
}
