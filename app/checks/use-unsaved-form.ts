'use client'
import { zodResolver } from '@hookform/resolvers/zod'
import { useEffect, useMemo, useRef } from 'react'
import { useForm } from 'react-hook-form'
import type { Source } from '../../lib/contract/sources.ts'
import { fieldErrorsOf } from '../frame/field-errors.ts'
import { addressOf, textsOf, UNSAVED_SETTINGS, unsavedForm } from './unsaved-values.ts'
import type { FormParams } from './use-form-params.ts'

/** The fields over the address: they start from it, and every change is written back, so that a link holds the form. */
export function useUnsavedForm(
	source: Source,
	params: FormParams,
	onChange: (change: Partial<FormParams>) => void,
	refused: Error | null,
) {
	const started = useRef(params)
	const write = useRef(onChange)
	useEffect(() => {
		write.current = onChange
	})
	const defaultValues = useMemo(() => textsOf(source, started.current), [source])
	const form = useForm({ resolver: zodResolver(unsavedForm), mode: 'onChange', defaultValues })
	const values = form.watch()
	useEffect(() => {
		// A link may bring what is wrong; fields that are as stored have nothing to say yet.
		const brought = UNSAVED_SETTINGS.filter((name) => started.current[name] !== null)
		if (brought.length > 0) void form.trigger(brought)
	}, [form])
	useEffect(
		() =>
			form.subscribe({
				formState: { values: true },
				callback: ({ name, values: now }) => {
					write.current(addressOf(source, now))
					// Whether role and account agree is said at the account, whichever of them was typed.
					if (name === 'roleArn') void form.trigger('catalogId')
				},
			}),
		[form, source],
	)
	const errors = useMemo(() => (refused ? fieldErrorsOf(refused) : []), [refused])
	useEffect(() => {
		for (const { field, message } of errors) {
			const name = UNSAVED_SETTINGS.find((setting) => field === `settings.${setting}`)
			if (name) form.setError(name, { type: 'server', message })
		}
	}, [form, errors])
	const isPlaced = (field: string) => UNSAVED_SETTINGS.some((setting) => field === `settings.${setting}`)
	const elsewhere = errors.filter(({ field }) => !isPlaced(field)).map(({ field, message }) => `${field} ${message}`)
	return { form, values, elsewhere }
}
