'use client'
import { type Control, type FieldPath, type FieldValues, useController } from 'react-hook-form'
import { Field } from './field.tsx'
import { TextInput } from './input.tsx'

export type FormFieldProps<Values extends FieldValues> = {
	control: Control<Values>
	name: FieldPath<Values>
	label: string
	hint?: string
}

type Props<Values extends FieldValues> = FormFieldProps<Values> & {
	mono?: boolean
	placeholder?: string
	/** What is meant by pasted text; applied to a paste only, never to typing. */
	pasted?: (text: string) => string
	/** Told what was pasted, so that a neighbour can be filled from it. */
	onPasted?: (text: string) => void
}

/** One value of a form as text. A paste that brings more than the value is reduced to the value. */
export function TextField<Values extends FieldValues>(props: Props<Values>) {
	const { control, name, label, hint, pasted, onPasted, ...face } = props
	const { field, fieldState } = useController({ control, name })
	return (
		<Field label={label} hint={hint} error={fieldState.error?.message}>
			{(described) => (
				<TextInput
					{...face}
					{...described}
					{...field}
					value={typeof field.value === 'string' ? field.value : ''}
					onPaste={(event) => {
						const text = event.clipboardData.getData('text')
						onPasted?.(text)
						const value = pasted?.(text) ?? text
						if (value === text) return
						event.preventDefault()
						field.onChange(value)
					}}
				/>
			)}
		</Field>
	)
}
