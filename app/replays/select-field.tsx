import { useId } from 'react'
import type { Selection } from '../../lib/contract/replay-plan.ts'
import { SELECTIONS } from '../search-params.ts'
import { SELECTION_WORDS } from './words.ts'

/** Whether days are replayed that an earlier replay has loaded; each choice says what follows from it. */
export function SelectField({ value, onChange }: { value: Selection; onChange: (select: Selection) => void }) {
	const group = useId()
	return (
		<fieldset>
			<legend className="mb-1 font-medium">Which of these days</legend>
			<div className="grid gap-x-4 sm:grid-cols-2">
				{SELECTIONS.map((select) => (
					<label key={select} className="flex cursor-pointer gap-2.5 rounded-md px-1 py-1 hover:bg-hover">
						<input
							type="radio"
							name={group}
							checked={select === value}
							onChange={() => onChange(select)}
							className="mt-0.5 size-4 shrink-0 accent-accent"
						/>
						<span>
							{SELECTION_WORDS[select].name}
							<span className="block text-muted text-sm">{SELECTION_WORDS[select].about}</span>
						</span>
					</label>
				))}
			</div>
		</fieldset>
	)
}
