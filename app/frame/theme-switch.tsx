'use client'
import { Moon, Sun } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useTheme } from 'next-themes'
import { useRef, useState } from 'react'
import { IconButton } from '../../components/button.tsx'

const ChoiceMenu = dynamic(() => import('../../components/menu.tsx'), { ssr: false })

const THEMES = [
	{ value: 'system', name: 'As the system' },
	{ value: 'light', name: 'Light' },
	{ value: 'dark', name: 'Dark' },
] as const

/** Both icons are in the page and CSS shows one, so that nothing changes once the browser knows the theme. */
export function ThemeSwitch() {
	const button = useRef<HTMLButtonElement>(null)
	const [open, setOpen] = useState<boolean | null>(null)
	const { theme, setTheme } = useTheme()
	return (
		<>
			<IconButton
				ref={button}
				label="Theme"
				aria-haspopup="menu"
				aria-expanded={open ?? false}
				onClick={() => setOpen(!open)}
			>
				<Sun aria-hidden className="size-4 dark:hidden" />
				<Moon aria-hidden className="hidden size-4 dark:block" />
			</IconButton>
			{open !== null && (
				<ChoiceMenu
					open={open}
					onClose={() => setOpen(false)}
					anchor={button}
					label="Theme"
					value={theme ?? 'system'}
					options={THEMES}
					onChoose={setTheme}
				/>
			)}
		</>
	)
}
