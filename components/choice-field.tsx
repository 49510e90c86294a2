'use client'
import { type FieldValues, useController } from 'react-hook-form'
import { Field } from './field.tsx'
import { Select } from './input.tsx'
import type { FormFieldProps } from './text-field.tsx'

type Props<Values extends FieldValues> = FormFieldProps<Values> & { options: readonly string[] }

/** One of a closed list. Nothing is chosen in advance: what nobody picked is a wrong answer. */
export function ChoiceField<Values extends FieldValues>({ control, name, label, hint, options }: Props<Values>) {
	const { field, fieldState } = useController({ control, name })
	return (
		<Field label={label} hint={hint} error={fieldState.error?.message}>
			{(described) => (
				<Select {...described} {...field} value={typeof field.value === 'string' ? field.value : ''} mono>
					<option value="">Choose one</option>
					{options.map((option) => (
						<option key={option} value={option}>
							{option}
						</option>
					))}
				</Select>
			)}
		</Field>
	)
}
