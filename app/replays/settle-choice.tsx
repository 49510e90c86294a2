type Found = 'exists' | 'never'

type Props = {
	group: string
	value: Found | null
	onChange: (found: Found) => void
	/** What follows when it never ran. */
	never: string
}

/** What was found out about a step. Nothing is chosen in advance. */
export const SettleChoice = ({ group, value, onChange, never }: Props) => (
	<fieldset className="flex flex-col">
		<legend className="sr-only">What was found out</legend>
		{[
			{
				found: 'exists' as const,
				name: 'It exists',
				about: 'Sluice compares its name, then follows it by its id; no second one is sent.',
			},
			{ found: 'never' as const, name: 'It never ran', about: never },
		].map(({ found, name, about }) => (
			<label key={found} className="flex cursor-pointer gap-2.5 rounded-md px-1 py-1 hover:bg-hover">
				<input
					type="radio"
					name={group}
					checked={value === found}
					onChange={() => onChange(found)}
					className="mt-0.5 size-4 shrink-0 accent-accent"
				/>
				<span>
					{name}
					<span className="block text-muted text-sm">{about}</span>
				</span>
			</label>
		))}
	</fieldset>
)
