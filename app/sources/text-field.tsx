'use client'
import { type Control, type FieldPath, useController } from 'react-hook-form'
import { Field } from '../../components/field.tsx'
import { TextInput } from '../../components/input.tsx'
import type { SourceForm } from './form-values.ts'

export type FormFieldProps = {
	control: Control<SourceForm>
	name: FieldPath<SourceForm>
	label: string
	hint?: string
}

type Props = FormFieldProps & {
	mono?: boolean
	placeholder?: string
	/** What is meant by pasted text; applied to a paste only, never to typing. */
	pasted?: (text: string) => string
	/** Told what was pasted, so that a neighbour can be filled from it. */
	onPasted?: (text: string) => void
}

/** One setting as text. A paste that brings more than the value is reduced to the value. */
export function TextField({ control, name, label, hint, pasted, onPasted, ...face }: Props) {
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
