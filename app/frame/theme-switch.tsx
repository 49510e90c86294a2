'use client'
import { Moon, Sun } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useRef, useState } from 'react'
import { IconButton } from '../../components/button.tsx'

const ThemeChoice = dynamic(() => import('./theme-choice.tsx'), { ssr: false })

/** Both icons are in the page and CSS shows one, so that nothing changes once the browser knows the theme. */
export function ThemeSwitch() {
	const button = useRef<HTMLButtonElement>(null)
	const [open, setOpen] = useState<boolean | null>(null)
	return (
		<>
			<IconButton
				ref={button}
				label="Theme"
				aria-haspopup="dialog"
				aria-expanded={open ?? false}
				onClick={() => setOpen(!open)}
			>
				<Sun aria-hidden className="size-4 dark:hidden" />
				<Moon aria-hidden className="hidden size-4 dark:block" />
			</IconButton>
			{open !== null && <ThemeChoice open={open} onClose={() => setOpen(false)} anchor={button} />}
		</>
	)
}
