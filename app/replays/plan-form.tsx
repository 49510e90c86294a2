'use client'
import { useRouter } from 'next/navigation'
import { useQueryStates } from 'nuqs'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { useNow } from '../../components/clock.tsx'
import { orderPlan } from '../../lib/query/replays.ts'
import { SourceField, type SourceLookup } from '../checks/parts.tsx'
import { fieldErrorsOf } from '../frame/field-errors.ts'
import { useMe } from '../frame/me.ts'
import { RefusedNotice } from '../frame/refused-notice.tsx'
import { paths } from '../paths.ts'
import { replayFormParams } from '../search-params.ts'
import { eventNames } from './event-names.ts'
import { EventsField } from './events-field.tsx'
import { MayNotPlan } from './may-not-plan.tsx'
import { daysIn, rangeErrors } from './range.ts'
import { RangeField } from './range-field.tsx'
import { SelectField } from './select-field.tsx'
import { useSubmission } from './use-submission.ts'

/** Source, days and events, and the button that has them listed. Its address is the form, so a link to it fills it. */
export function PlanForm({ lookup }: { lookup: SourceLookup }) {
	const router = useRouter()
	const me = useMe()
	const now = useNow()
	const [params, setParams] = useQueryStates(replayFormParams)
	const { source, from, to, select, events, ticket } = params
	const order = useSubmission(orderPlan(), ({ planId }) => router.push(paths.replayPlan(planId, { ticket })))
	const change = (changes: Partial<typeof params>) => {
		// What the service said was said of other values.
		if (order.error) order.reset()
		void setParams(changes)
	}
	const sourceId = source.trim()
	const wrong = rangeErrors({ from, to }, now)
	const refused = new Map(order.error && fieldErrorsOf(order.error).map(({ field, message }) => [field, message]))
	const inRange = daysIn({ from, to }) !== null && !wrong.from && !wrong.to
	const ready = sourceId !== '' && lookup.state !== 'unknown' && inRange
	const mayPlan = me?.operations.includes('replays.plan') ?? false
	const starting = order.sending || order.sent
	const submit = () => {
		const names = eventNames(events)
		order.submit({ sourceId, from, to, select, events: names, ...(ticket ? { ticket } : {}) })
	}
	return (
		<Card title="What to replay">
			<form
				aria-label="What to replay"
				noValidate
				className="flex flex-col gap-4 px-4 py-3"
				onSubmit={(event) => {
					event.preventDefault()
					if (ready && mayPlan) submit()
				}}
			>
				<SourceField value={source} onChange={(typed) => change({ source: typed })} lookup={lookup} />
				<RangeField
					value={{ from, to }}
					onChange={change}
					errors={{ from: wrong.from ?? refused.get('from'), to: wrong.to ?? refused.get('to') }}
				/>
				<SelectField value={select} onChange={(chosen) => change({ select: chosen })} />
				<EventsField value={events} onChange={(typed) => change({ events: typed })} error={refused.get('events')} />
				{me && !mayPlan && <MayNotPlan role={me.role} />}
				{order.error && <RefusedNotice error={order.error} />}
				{mayPlan && (
					<div className="flex flex-wrap items-center gap-x-4 gap-y-2">
						<Button type="submit" kind="primary" disabled={!ready || starting}>
							{starting ? 'Starting…' : 'Plan replay'}
						</Button>
						<span className="text-muted text-sm">Planning reads; nothing is replayed by it.</span>
					</div>
				)}
			</form>
		</Card>
	)
}
