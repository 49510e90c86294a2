import { Field } from '../../components/field.tsx'
import { TextArea } from '../../components/input.tsx'
import { counted } from '../../components/size.ts'
import { eventNames } from './event-names.ts'

type Props = { value: string; onChange: (value: string) => void; error?: string | undefined }

/** Which events, by name. Any paste that lists them will do; under it stands what was understood. */
export function EventsField({ value, onChange, error }: Props) {
	const names = eventNames(value)
	const listed = names.slice(0, 3).join(', ')
	const hint =
		names.length === 0
			? 'Left empty: all events. Else one name per line, or split by commas.'
			: `${counted(names.length, 'event')}: ${listed}${names.length > 3 ? ' and more' : ''}`
	return (
		<Field label="Events (optional)" hint={hint} error={error}>
			{(control) => (
				<TextArea
					{...control}
					rows={3}
					spellCheck={false}
					placeholder={'such as\nOrder Completed\nProduct Viewed'}
					value={value}
					onChange={(event) => onChange(event.target.value)}
				/>
			)}
		</Field>
	)
}
