'use client'
import { useState } from 'react'
import { useController } from 'react-hook-form'
import { Field } from '../../components/field.tsx'
import { TextArea } from '../../components/input.tsx'
import type { FormFieldProps } from '../../components/text-field.tsx'
import { pastedExternalIds } from '../../lib/contract/paste.ts'
import type { SourceForm } from './form-values.ts'

/** One id per line; a list in any usual form is understood and becomes lines when the field is left. */
export function ExternalIdsField({ control, label, hint }: Omit<FormFieldProps<SourceForm>, 'name'>) {
	const { field, fieldState } = useController({ control, name: 'settings.externalIds' })
	const ids = field.value ?? []
	const [typed, setTyped] = useState(ids.join('\n'))
	const lines = ids.join('\n')
	const text = pastedExternalIds(typed).join('\n') === lines ? typed : lines
	return (
		<Field label={label} hint={hint} error={firstMessage(fieldState.error)}>
			{(described) => (
				<TextArea
					{...described}
					ref={field.ref}
					name={field.name}
					mono
					rows={Math.min(Math.max(ids.length, 2), 8)}
					value={text}
					onChange={(event) => {
						setTyped(event.target.value)
						field.onChange(pastedExternalIds(event.target.value))
					}}
					onBlur={() => {
						setTyped(lines)
						field.onBlur()
					}}
				/>
			)}
		</Field>
	)
}

/** The list itself may be wrong, or one id in it: then the errors come as a list with gaps. */
function firstMessage(error: unknown): string | undefined {
	const faults = Array.isArray(error) ? error : [error]
	return faults.flatMap((fault: { message?: string } | null | undefined) => fault?.message ?? [])[0]
}
