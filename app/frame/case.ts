'use client'
import { useQueryState } from 'nuqs'
import { ticketParam } from '../search-params.ts'

/** The case in hand: its ticket stands in the address and travels along with every link. */
export function useCase() {
	const [ticket, setTicket] = useQueryState('ticket', ticketParam)
	return { ticket, setTicket }
}
