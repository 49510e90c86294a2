'use client'
import { X } from 'lucide-react'
import { useState } from 'react'
import { Button, IconButton } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { Field } from '../../components/field.tsx'
import { TextInput } from '../../components/input.tsx'
import { TICKET, TICKET_RULE } from '../../lib/contract/ticket.ts'
import { useCase } from './case.ts'

/** The ticket of the case in hand: shown, or asked for. Once set it stays in the address of every page of the case. */
export function CaseTicket() {
	const { ticket, setTicket } = useCase()
	const [error, setError] = useState<string>()
	if (ticket) {
		return (
			<p className="flex items-center gap-1">
				<span className="text-muted">Ticket</span>
				<code className="ml-1 text-sm">{ticket}</code>
				<CopyButton text={ticket} what="ticket" />
				<IconButton label={`Leave the case ${ticket}`} className="ml-auto" onClick={() => void setTicket(null)}>
					<X aria-hidden className="size-4" />
				</IconButton>
			</p>
		)
	}
	return (
		<form
			onSubmit={(event) => {
				event.preventDefault()
				const typed = String(new FormData(event.currentTarget).get('ticket') ?? '').trim()
				const isTicket = TICKET.test(typed)
				setError(isTicket ? undefined : TICKET_RULE)
				if (isTicket) void setTicket(typed)
			}}
			className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-2"
		>
			<Field label="Ticket" hint="Kept in every link of this case." error={error}>
				{(control) => <TextInput {...control} name="ticket" mono placeholder="such as LAKE-1234" />}
			</Field>
			<Button type="submit" className="mt-6">
				Set
			</Button>
		</form>
	)
}
