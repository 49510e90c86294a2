import { useId } from 'react'
import type { Profile } from '../../lib/contract/check-report.ts'
import { PROFILES } from '../search-params.ts'
import { PROFILE_WORDS } from './words.ts'

/** What the check asks about; each choice says it in a sentence. */
export function ProfileField({ value, onChange }: { value: Profile; onChange: (profile: Profile) => void }) {
	const group = useId()
	return (
		<fieldset>
			<legend className="mb-1 font-medium">Profile</legend>
			<div className="flex flex-col">
				{PROFILES.map((profile) => (
					<label key={profile} className="flex cursor-pointer gap-2.5 rounded-md px-1 py-1 hover:bg-hover">
						<input
							type="radio"
							name={group}
							checked={profile === value}
							onChange={() => onChange(profile)}
							className="mt-0.5 size-4 shrink-0 accent-accent"
						/>
						<span>
							{PROFILE_WORDS[profile].name}
							<span className="block text-muted text-sm">{PROFILE_WORDS[profile].about}</span>
						</span>
					</label>
				))}
			</div>
		</fieldset>
	)
}
