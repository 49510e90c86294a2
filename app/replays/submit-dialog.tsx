'use client'
import { useRouter } from 'next/navigation'
import { useId } from 'react'
import { Button } from '../../components/button.tsx'
import { DetailRow } from '../../components/detail-row.tsx'
import Dialog from '../../components/dialog.tsx'
import { Notice } from '../../components/notice.tsx'
import { counted, size } from '../../components/size.ts'
import type { ReplayPlan } from '../../lib/contract/replay-plan.ts'
import { submitReplay } from '../../lib/query/replays.ts'
import { RefusedNotice } from '../frame/refused-notice.tsx'
import { paths } from '../paths.ts'
import { TicketField, useTicket } from './ticket-field.tsx'
import { useSubmission } from './use-submission.ts'
import { eventWords, range } from './words.ts'

type Props = { plan: ReplayPlan; acknowledged: readonly string[]; onClose: () => void }

/** Says once more what will be done to whom, and asks for which ticket. */
export default function SubmitDialog({ plan, acknowledged, onClose }: Props) {
	const router = useRouter()
	const form = useId()
	const ticket = useTicket(plan.ticket)
	const { planId, digest, customer, sourceId, clusterId, totals, limit, parts, preflight } = plan
	const unproven = [...new Set(preflight.notProvable.map(({ action }) => action))]
	const order = useSubmission(submitReplay(), ({ replayId }) =>
		router.push(paths.replay(replayId, { ticket: ticket.typed.trim() })),
	)
	const busy = order.sending || order.sent
	const submit = () => {
		const given = ticket.take()
		if (given && digest) order.submit({ planId, digest, acknowledged: [...acknowledged], ticket: given })
	}
	const verb = limit.needsApproval ? 'Submit for approval' : 'Submit replay'
	return (
		<Dialog
			open
			onClose={onClose}
			title={limit.needsApproval ? 'Submit this replay for approval?' : 'Submit this replay?'}
			actions={
				<>
					<Button onClick={onClose}>Go back</Button>
					<Button type="submit" form={form} kind="primary" disabled={busy}>
						{busy ? 'Submitting…' : verb}
					</Button>
				</>
			}
		>
			<div className="flex flex-col gap-4">
				<dl className="flex flex-col gap-1">
					<DetailRow name="Customer">{customer}</DetailRow>
					<DetailRow name="Source">
						<code className="text-sm">{sourceId}</code>
					</DetailRow>
					<DetailRow name="Cluster">
						<code className="text-sm">{clusterId}</code>,{' '}
						{parts.length === 1 ? 'one step' : `${parts.length} steps, one at a time`}
					</DetailRow>
					<DetailRow name="Days (UTC)">
						{counted(totals.days, 'day')} of <span className="whitespace-nowrap">{range(plan)}</span>
					</DetailRow>
					<DetailRow name="Size">{size(totals.bytes)}</DetailRow>
					<DetailRow name="Events">{eventWords(plan)}</DetailRow>
					{unproven.length > 0 && (
						<DetailRow name="Not proven">
							<code className="wrap-anywhere text-sm">{unproven.join(', ')}</code>, which you said to know
						</DetailRow>
					)}
				</dl>
				{limit.needsApproval && (
					<Notice tone="warn" title="Another person has to approve it">
						{limit.because}
					</Notice>
				)}
				<form
					id={form}
					noValidate
					className="max-w-80"
					onSubmit={(event) => {
						event.preventDefault()
						submit()
					}}
				>
					<TicketField ticket={ticket} hint="Recorded with the replay, with your name." />
				</form>
				{order.error && <RefusedNotice error={order.error} />}
			</div>
		</Dialog>
	)
}
