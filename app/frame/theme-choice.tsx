'use client'
import { useTheme } from 'next-themes'
import type { RefObject } from 'react'
import Popover from '../../components/popover.tsx'

const THEMES = [
	{ value: 'system', name: 'As the system' },
	{ value: 'light', name: 'Light' },
	{ value: 'dark', name: 'Dark' },
] as const

type Props = { open: boolean; onClose: () => void; anchor: RefObject<HTMLElement | null> }

/** Takes effect at once and stays open, so that it can be compared. */
export default function ThemeChoice({ open, onClose, anchor }: Props) {
	const { theme, setTheme } = useTheme()
	return (
		<Popover open={open} onClose={onClose} anchor={anchor} label="Theme" narrow>
			<fieldset className="p-2">
				<legend className="sr-only">Theme</legend>
				{THEMES.map(({ value, name }) => (
					<label key={value} className="flex h-9 cursor-pointer items-center gap-2.5 rounded-md px-2 hover:bg-hover">
						<input
							type="radio"
							name="theme"
							value={value}
							checked={theme === value}
							onChange={() => setTheme(value)}
							className="size-4 accent-accent"
						/>
						{name}
					</label>
				))}
			</fieldset>
		</Popover>
	)
}
