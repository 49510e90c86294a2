'use client'
import { useState } from 'react'
import { Field } from '../../components/field.tsx'
import { TextInput } from '../../components/input.tsx'
import { TICKET, TICKET_RULE } from '../../lib/contract/ticket.ts'
import { useCase } from '../frame/case.ts'

/** A ticket that has to be given. It starts as the one of the case in hand, else as `offered`. */
export function useTicket(offered: string | null = null) {
	const { ticket } = useCase()
	const [typed, setTyped] = useState(ticket ?? offered ?? '')
	const [asked, setAsked] = useState(false)
	const value = typed.trim()
	const ok = TICKET.test(value)
	/** Null, and said at the field, when there is none. */
	const take = () => {
		setAsked(true)
		return ok ? value : null
	}
	return { typed, setTyped, take, error: asked && !ok ? TICKET_RULE : undefined }
}

type Props = { ticket: ReturnType<typeof useTicket>; hint: string }

export function TicketField({ ticket: { typed, setTyped, error }, hint }: Props) {
	return (
		<Field label="Ticket" hint={hint} error={error}>
			{(control) => (
				<TextInput
					{...control}
					mono
					required
					placeholder="such as LAKE-1234"
					value={typed}
					onChange={(event) => setTyped(event.target.value)}
				/>
			)}
		</Field>
	)
}
