'use client'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Field } from '../../components/field.tsx'
import { TextArea } from '../../components/input.tsx'
import type { Replay } from '../../lib/contract/replay-record.ts'
import { refuseReplay } from '../../lib/query/replays.ts'
import { useCase } from '../frame/case.ts'
import { RefusedNotice } from '../frame/refused-notice.tsx'
import type { useDraft } from './use-draft.ts'
import { useSubmission } from './use-submission.ts'

type Props = { replay: Replay; reason: ReturnType<typeof useDraft>; onBack: () => void }

/** A refusal needs a reason: whoever asked reads it and plans anew. */
export function RefusalForm({ replay, reason, onBack }: Props) {
	const { ticket } = useCase()
	const [asked, setAsked] = useState(false)
	const order = useSubmission(refuseReplay(), reason.drop)
	const given = reason.text.trim()
	const refuse = () => {
		setAsked(true)
		if (given) order.submit({ replayId: replay.replayId, because: given, ticket: ticket ?? replay.ticket })
	}
	return (
		<form
			aria-label="Refusal"
			noValidate
			className="flex flex-col gap-2 border-line border-t pt-3"
			onSubmit={(event) => {
				event.preventDefault()
				refuse()
			}}
		>
			<Field
				label="Why it is refused"
				hint={
					reason.isKept
						? `Read by ${replay.requestedBy} and recorded.`
						: 'This looks like a secret, so it is not kept if you have to leave this page to sign in.'
				}
				error={asked && !given ? 'must say why' : undefined}
			>
				{(control) => (
					<TextArea
						{...control}
						ref={(area) => area?.focus()}
						rows={3}
						maxLength={1_000}
						value={reason.text}
						onChange={(event) => reason.type(event.target.value)}
					/>
				)}
			</Field>
			{order.error && <RefusedNotice error={order.error} />}
			<div className="flex flex-wrap gap-2">
				<Button onClick={onBack}>Go back</Button>
				<Button type="submit" kind="danger" disabled={order.sending || order.sent}>
					{order.sending || order.sent ? 'Refusing…' : 'Refuse replay'}
				</Button>
			</div>
		</form>
	)
}
