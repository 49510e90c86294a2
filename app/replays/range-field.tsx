'use client'
import { useNow } from '../../components/clock.tsx'
import { Field } from '../../components/field.tsx'
import { TextInput } from '../../components/input.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { counted } from '../../components/size.ts'
import { type DayRange, daysIn, PRESETS, presetRange, yesterday } from './range.ts'

type Props = {
	value: DayRange
	onChange: (range: Partial<DayRange>) => void
	errors: { from?: string | undefined; to?: string | undefined }
}

/** Which days: a preset that ends yesterday, or any two days, both included. */
export function RangeField({ value, onChange, errors }: Props) {
	const now = useNow()
	const chosen = PRESETS.find((preset) => {
		const { from, to } = presetRange(preset, now)
		return from === value.from && to === value.to
	})
	const days = daysIn(value)
	return (
		<div className="flex flex-col gap-2">
			<p className="font-medium">Days of the archive</p>
			<Segmented
				label="Presets, ending yesterday"
				segments={PRESETS.map(({ value, name }) => ({ value, name }))}
				value={chosen?.value ?? ''}
				onChange={(picked) => {
					const preset = PRESETS.find((one) => one.value === picked)
					if (preset) onChange(presetRange(preset, now))
				}}
			/>
			<div className="grid gap-x-4 gap-y-1 sm:grid-cols-2">
				<Day
					label="First day (UTC)"
					hint="By the day on which an event was received."
					value={value.from}
					onChange={(from) => onChange({ from })}
					last={yesterday(now)}
					error={errors.from}
				/>
				<Day
					label="Last day (UTC)"
					hint={
						days !== null && days > 0
							? `${counted(days, 'day')}, both ends included.`
							: 'Included. Yesterday at the latest.'
					}
					value={value.to}
					onChange={(to) => onChange({ to })}
					last={yesterday(now)}
					error={errors.to}
				/>
			</div>
		</div>
	)
}

type DayProps = {
	label: string
	hint: string
	value: string
	onChange: (day: string) => void
	last: string
	error: string | undefined
}

const Day = ({ label, hint, value, onChange, last, error }: DayProps) => (
	<Field label={label} hint={hint} error={error}>
		{(control) => (
			<TextInput
				{...control}
				type="date"
				max={last}
				value={value}
				onChange={(event) => onChange(event.target.value)}
				className="tabular-nums"
			/>
		)}
	</Field>
)
