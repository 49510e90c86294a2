'use client'
import { type UseMutationOptions, useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { RefusedError } from '../../lib/query/refused-error.ts'
import { submissionKeys } from '../checks/parts.tsx'

type Keyed<Input> = Input & { idempotencyKey: string }

/**
 * One kind of submission of a page. A second press while one is under way is ignored; pressed again after a lost answer it is the
 * same submission. `onDone` runs once it was carried out.
 */
export function useSubmission<Input extends object, Output>(
	mutation: UseMutationOptions<Output, RefusedError, Keyed<Input>>,
	onDone: (output: Output) => void,
) {
	const [keys] = useState(() => submissionKeys())
	const busy = useRef(false)
	const { mutate, isPending, isSuccess, error, reset } = useMutation(mutation)
	const submit = (input: Input) => {
		if (busy.current) return
		busy.current = true
		mutate(
			{ ...input, idempotencyKey: keys.keyOf(input) },
			{
				onSuccess: (output) => {
					keys.answered(null)
					onDone(output)
				},
				onError: (refused) => keys.answered(refused),
				onSettled: () => {
					busy.current = false
				},
			},
		)
	}
	return { submit, sending: isPending, sent: isSuccess, error, reset }
}
