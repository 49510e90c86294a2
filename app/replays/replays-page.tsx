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
			<div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
				<div className="min-w-0 lg:order-2">
					<Card title="Filter">
						<div className="flex flex-col gap-3 px-4 py-3">
							<SourceField
								value={source}
								onChange={(typed) => void setParams({ source: typed || null })}
								lookup={lookup}
							/>
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
					</Card>
				</div>
				<Card title={status ? STATUSES[status].name : 'Latest'}>
					<ReplayList
						filter={{
							sourceId: lookup.state === 'open' ? undefined : lookup.sourceId,
							status: status ?? undefined,
						}}
						mayPlan={mayPlan}
						ticket={ticket}
					/>
				</Card>
			</div>
		</>
	)
}
