'use client'
import { useId } from 'react'
import { Field } from '../../components/field.tsx'
import { TextInput } from '../../components/input.tsx'
import type { SourceLookup } from './use-source-lookup.ts'

type Props = { value: string; onChange: (value: string) => void; lookup: SourceLookup }

/** A source by its id, completed from the registry as it is typed. Who it belongs to is said under it. */
export function SourceField({ value, onChange, lookup }: Props) {
	const list = useId()
	const { state, source, suggestions } = lookup
	// The id does not begin the sentence: it would be written with a capital, and ids are case-sensitive.
	const unknown = `Nobody registered ${lookup.sourceId}. Ask a Sluice admin (Okta group sluice-admins) to register it.`
	return (
		<Field
			label="Source"
			hint={source ? `${source.customer}, ${source.region}` : 'Its id, as the product shows it.'}
			error={state === 'unknown' ? unknown : undefined}
		>
			{(control) => (
				<>
					<TextInput
						{...control}
						mono
						list={list}
						placeholder="such as harbor-web"
						value={value}
						onChange={(event) => onChange(event.target.value)}
					/>
					<datalist id={list}>
						{suggestions.map(({ sourceId, customer }) => (
							<option key={sourceId} value={sourceId}>
								{customer}
							</option>
						))}
					</datalist>
				</>
			)}
		</Field>
	)
}
