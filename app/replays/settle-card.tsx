'use client'
import { useId, useRef, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Field } from '../../components/field.tsx'
import { TextInput } from '../../components/input.tsx'
import { Mono } from '../../components/mono.tsx'
import { Notice } from '../../components/notice.tsx'
import type { Replay, ReplayPart } from '../../lib/contract/replay-record.ts'
import type { Me } from '../../lib/contract/sessions.ts'
import { settleReplay } from '../../lib/query/replays.ts'
import { RefusedNotice } from '../frame/refused-notice.tsx'
import { SettleChoice } from './settle-choice.tsx'
import { TicketField, useTicket } from './ticket-field.tsx'
import { useDraft } from './use-draft.ts'
import { useSubmission } from './use-submission.ts'
import { range } from './words.ts'

type Props = { replay: Replay; part: ReplayPart; me: Me | null }

/** Only a job that is known to take a claim makes a wrong decision harmless. */
const IF_IT_RAN = {
	claimed: 'If it did run, the second copy sees its claim and ends at once.',
	unclaimed: 'If it did run, its rows may be loaded twice.',
}

const VERBS = { exists: 'Follow this step', never: 'Send it again', nothing: 'Decide' }
const ENDS = 'The replay ends, and its days are free. If it does run, a later replay may load them a second time.'

/** As the contract says it, without its schemas. */
const STEP_ID = /^s-[A-Z0-9]{1,32}$/

/** What Sluice itself wrote last: why it cannot tell, or that the step which was named is another. */
const lastSaid = ({ history }: Replay) => history.findLast(({ person }) => person === null)?.text

/** For engineers and admins: says of a step whose answer was lost that it exists, or that it never ran. */
export function SettleCard({ replay, part, me }: Props) {
	const group = useId()
	const field = useRef<HTMLInputElement>(null)
	const { replayId, clusterId } = replay
	const { position } = part
	const typed = useDraft(`settle.${replayId}.${position}`)
	const [found, setFound] = useState<'exists' | 'never' | null>(typed.text === '' ? null : 'exists')
	const [asked, setAsked] = useState(false)
	const ticket = useTicket(replay.ticket)
	const order = useSubmission(settleReplay(), typed.drop)
	if (!me?.operations.includes('replays.settle')) return null
	const stepId = typed.text.trim()
	const wrong = found === 'exists' && !STEP_ID.test(stepId)
	const settle = () => {
		setAsked(true)
		const given = ticket.take()
		if (wrong) field.current?.focus()
		if (!given || found === null || wrong) return
		order.submit({ replayId, position, ticket: given, ...(found === 'exists' ? { stepId } : {}) })
	}
	const isCancelled = replay.cancellation.by !== null
	const verbs = isCancelled ? { ...VERBS, never: 'End the replay' } : VERBS
	const busy = order.sending || order.sent
	return (
		<Card title={`Does the step of part ${position} exist?`}>
			<form
				aria-label={`Decision on part ${position}`}
				noValidate
				className="flex flex-col gap-3 px-4 py-3"
				onSubmit={(event) => {
					event.preventDefault()
					settle()
				}}
			>
				{part.state === 'confirming' ? (
					<p>Sluice is still finding out. Decide only if you know better.</p>
				) : (
					<Notice tone="warn" title="Sluice cannot find out">
						{lastSaid(replay)}
					</Notice>
				)}
				<div>
					<p>
						In the customer’s console, among the steps of <code className="whitespace-nowrap text-sm">{clusterId}</code>
						, look for the step with this name:
					</p>
					<Mono text={`sluice-replay/${part.token ?? ''}`} what="name of the step" />
				</div>
				<SettleChoice
					group={group}
					value={found}
					onChange={setFound}
					never={
						isCancelled
							? ENDS
							: `Part ${position} (${range(part)}) is sent again. ${IF_IT_RAN[replay.recovery === 'claim' ? 'claimed' : 'unclaimed']}`
					}
				/>
				{found === 'exists' && (
					<Field
						label="Step id"
						hint="As the customer’s console shows it."
						error={asked && wrong ? 'must be an EMR step id such as s-2AXXXXXXGAPLF' : undefined}
					>
						{(control) => (
							<TextInput
								{...control}
								ref={field}
								mono
								placeholder="such as s-2AXXXXXXGAPLF"
								value={typed.text}
								onChange={(event) => typed.type(event.target.value)}
							/>
						)}
					</Field>
				)}
				<TicketField ticket={ticket} hint="Recorded with your decision." />
				{order.error && <RefusedNotice error={order.error} />}
				<div>
					<Button type="submit" kind={found === 'never' ? 'danger' : 'primary'} disabled={found === null || busy}>
						{busy ? 'Deciding…' : verbs[found ?? 'nothing']}
					</Button>
				</div>
			</form>
		</Card>
	)
}
