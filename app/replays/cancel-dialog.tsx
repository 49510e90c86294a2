'use client'
import { useId } from 'react'
import { Button } from '../../components/button.tsx'
import { DetailRow } from '../../components/detail-row.tsx'
import Dialog from '../../components/dialog.tsx'
import { Notice } from '../../components/notice.tsx'
import type { Replay } from '../../lib/contract/replay-record.ts'
import { cancelReplay } from '../../lib/query/replays.ts'
import { RefusedNotice } from '../frame/refused-notice.tsx'
import { TicketField, useTicket } from './ticket-field.tsx'
import { useSubmission } from './use-submission.ts'
import { amount, range } from './words.ts'

/** Says what a cancellation really stops on this cluster, and asks for which ticket. */
export default function CancelDialog({ replay, onClose }: { replay: Replay; onClose: () => void }) {
	const form = useId()
	const ticket = useTicket(replay.ticket)
	const order = useSubmission(cancelReplay(), onClose)
	const { replayId, customer, sourceId, clusterId, progress, cancellation } = replay
	const cancel = () => {
		const given = ticket.take()
		if (given) order.submit({ replayId, ticket: given })
	}
	return (
		<Dialog
			open
			onClose={onClose}
			title="Cancel this replay?"
			actions={
				<>
					<Button onClick={onClose}>Let it go on</Button>
					<Button type="submit" form={form} kind="danger" disabled={order.sending}>
						{order.sending ? 'Cancelling…' : 'Cancel replay'}
					</Button>
				</>
			}
		>
			<div className="flex flex-col gap-4">
				<Notice tone="warn" title="What will stop">
					{cancellation.meaning}
				</Notice>
				<dl className="flex flex-col gap-1">
					<DetailRow name="Customer">{customer}</DetailRow>
					<DetailRow name="Source">
						<code className="text-sm">{sourceId}</code>
					</DetailRow>
					<DetailRow name="Cluster">
						<code className="text-sm">{clusterId}</code>
					</DetailRow>
					<DetailRow name="Days (UTC)">
						{range(replay)}: {amount(replay)}
					</DetailRow>
					<DetailRow name="Loaded">
						{progress.done} of {progress.total} parts, which stay loaded
					</DetailRow>
				</dl>
				<form
					id={form}
					noValidate
					className="max-w-80"
					onSubmit={(event) => {
						event.preventDefault()
						cancel()
					}}
				>
					<TicketField ticket={ticket} hint="Recorded with the cancellation, with your name." />
				</form>
				{order.error && <RefusedNotice error={order.error} />}
			</div>
		</Dialog>
	)
}
