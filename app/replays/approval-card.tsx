'use client'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { DetailRow } from '../../components/detail-row.tsx'
import { Notice } from '../../components/notice.tsx'
import type { Replay } from '../../lib/contract/replay-record.ts'
import { approveReplay } from '../../lib/query/replays.ts'
import { RefusedNotice } from '../frame/refused-notice.tsx'
import { PlanLink } from './plan-link.tsx'
import { RefusalForm } from './refusal-form.tsx'
import { TicketField, useTicket } from './ticket-field.tsx'
import { useDraft } from './use-draft.ts'
import { useSubmission } from './use-submission.ts'
import { WhatRows } from './what-rows.tsx'

/** For another person than the one who asked: the exact plan, and the two answers to it. */
export function ApprovalCard({ replay }: { replay: Replay }) {
	const { replayId, digest, customer, sourceId, requestedBy, approval, preflight } = replay
	const reason = useDraft(`refusal.${replayId}`)
	// Who was half way through a refusal before signing in again is there again.
	const [refusing, setRefusing] = useState(reason.text !== '')
	const ticket = useTicket(replay.ticket)
	const order = useSubmission(approveReplay(), () => {})
	const approve = () => {
		const given = ticket.take()
		if (given) order.submit({ replayId, digest, ticket: given })
	}
	return (
		<Card title="Your decision" aside={<PlanLink planId={replay.planId} />}>
			<div className="flex flex-col gap-3 px-4 py-3">
				<Notice tone="warn" title={`${requestedBy} asks for it, for ${replay.ticket}`}>
					{approval.because}
				</Notice>
				<dl className="flex flex-col gap-1">
					<DetailRow name="Customer">{customer}</DetailRow>
					<DetailRow name="Source">
						<code className="text-sm">{sourceId}</code>
					</DetailRow>
					<WhatRows replay={replay} />
					<DetailRow name="Rights">{preflight.headline ?? 'The check has no verdict.'}</DetailRow>
					<DetailRow name="A lost answer">{replay.recoveryMeaning}</DetailRow>
				</dl>
				{refusing ? (
					<RefusalForm replay={replay} reason={reason} onBack={() => setRefusing(false)} />
				) : (
					<form
						aria-label="Approval"
						noValidate
						className="flex flex-col gap-2 border-line border-t pt-3"
						onSubmit={(event) => {
							event.preventDefault()
							approve()
						}}
					>
						<TicketField ticket={ticket} hint="Recorded with your approval. It holds for this digest alone." />
						{order.error && <RefusedNotice error={order.error} />}
						<div className="flex flex-wrap gap-2">
							<Button type="submit" kind="primary" disabled={order.sending || order.sent}>
								{order.sending || order.sent ? 'Approving…' : 'Approve replay'}
							</Button>
							<Button kind="danger" onClick={() => setRefusing(true)}>
								Refuse…
							</Button>
						</div>
					</form>
				)}
			</div>
		</Card>
	)
}
