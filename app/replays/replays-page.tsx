'use client'
import Link from 'next/link'
import { useQueryStates } from 'nuqs'
import { buttonClass } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Field } from '../../components/field.tsx'
import { Select } from '../../components/input.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { SourceField, useSourceLookup } from '../checks/parts.tsx'
import { useMe } from '../frame/me.ts'
import { paths } from '../paths.ts'
import { REPLAY_STATUSES, replaySearchParams } from '../search-params.ts'
import { ReplayList } from './replay-list.tsx'
import { STATUSES } from './words.ts'

/** What was replayed and what is under way. Its address is the filter. */
export function ReplaysPage() {
	const [{ source, status, ticket }, setParams] = useQueryStates(replaySearchParams)
	const lookup = useSourceLookup(source)
	const mayPlan = useMe()?.operations.includes('replays.plan') ?? false
	const name = lookup.source?.customer ?? source
	return (
		<>
			<PageHead
				tab={name ? `Replays · ${name}` : 'Replays'}
				steps={[{ name: 'Replays' }]}
				title="Replays"
				actions={
					mayPlan && (
						<Link href={paths.replayNew({ source, ticket })} className={buttonClass('primary')}>
							Plan replay
						</Link>
					)
				}
			/>
			<Card title="Newest first">
				<div className="grid gap-x-4 gap-y-1 border-line border-b px-4 pt-3 pb-2 sm:grid-cols-[20rem_14rem]">
					<SourceField value={source} onChange={(typed) => void setParams({ source: typed || null })} lookup={lookup} />
					<Field label="State">
						{(control) => (
							<Select
								{...control}
								value={status ?? ''}
								onChange={({ target }) =>
									void setParams({ status: REPLAY_STATUSES.find((one) => one === target.value) ?? null })
								}
							>
								<option value="">Any</option>
								{REPLAY_STATUSES.map((one) => (
									<option key={one} value={one}>
										{STATUSES[one].name}
									</option>
								))}
							</Select>
						)}
					</Field>
				</div>
				<ReplayList
					filter={{
						sourceId: lookup.state === 'open' ? undefined : lookup.sourceId,
						status: status ?? undefined,
					}}
					mayPlan={mayPlan}
					ticket={ticket}
				/>
			</Card>
		</>
	)
}
