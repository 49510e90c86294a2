'use client'
import { useController } from 'react-hook-form'
import { Field } from '../../components/field.tsx'
import { Select } from '../../components/input.tsx'
import type { FormFieldProps } from './text-field.tsx'

/** One of a closed list. Nothing is chosen in advance: a region that nobody picked is a wrong one. */
export function ChoiceField({ control, name, label, hint, options }: FormFieldProps & { options: readonly string[] }) {
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
