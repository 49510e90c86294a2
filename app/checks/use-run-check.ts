'use client'
import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import type { checks } from '../../lib/contract/checks.ts'
import type { CallInputOf } from '../../lib/contract/endpoint.ts'
import { runCheck } from '../../lib/query/checks.ts'
import { useCase } from '../frame/case.ts'
import { paths } from '../paths.ts'
import { submissionKeys } from './submission-key.ts'

type Input = Omit<CallInputOf<typeof checks.run>, 'ticket'> & { ticket?: string | null }

/** Starts a check for the case in hand and leads to its running report. A second press while one is under way is ignored. */
export function useRunCheck() {
	const router = useRouter()
	const { ticket: caseTicket } = useCase()
	const [keys] = useState(() => submissionKeys())
	const busy = useRef(false)
	const { mutate, isPending, isSuccess, error, reset } = useMutation(runCheck())
	const run = ({ ticket = caseTicket, ...rest }: Input) => {
		if (busy.current) return
		busy.current = true
		const input = { ...rest, ...(ticket ? { ticket } : {}) }
		mutate(
			{ ...input, idempotencyKey: keys.keyOf(input) },
			{
				onSuccess: ({ checkId }) => {
					keys.answered(null)
					router.push(paths.check(checkId, { ticket }))
				},
				onError: (refused) => keys.answered(refused),
				onSettled: () => {
					busy.current = false
				},
			},
		)
	}
	// Until the report is drawn the button stays as it is, so that nobody presses it again.
	return { run, starting: isPending || isSuccess, error, reset }
}
