'use client'
import { CircleUser } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import { IconButton } from '../../components/button.tsx'
import { useShortcut } from '../../components/shortcuts.tsx'
import { paths } from '../paths.ts'
import { useCase } from './case.ts'

const PersonPanel = dynamic(() => import('./person-panel.tsx'), { ssr: false })
const ReleaseDialog = dynamic(() => import('./release-dialog.tsx'), { ssr: false })
const ShortcutList = dynamic(() => import('./shortcut-list.tsx'), { ssr: false })

/** Null: not opened yet, so nothing of it is loaded. */
type Opened = boolean | null

/** Who is at work and how long still. Holds the list of keys too, for whom `?` is switched off or unknown. */
export function PersonMenu() {
	const button = useRef<HTMLButtonElement>(null)
	const router = useRouter()
	const { ticket } = useCase()
	const [panel, setPanel] = useState<Opened>(null)
	const [keys, setKeys] = useState<Opened>(null)
	const [releasing, setReleasing] = useState(false)
	useShortcut('?', 'Show this list', () => setKeys(true))
	useShortcut('g s', 'Go to sources', () => router.push(paths.sources({ ticket })))
	useShortcut('g c', 'Go to checks', () => router.push(paths.checks({ ticket })))
	useShortcut('g l', 'Go to clusters', () => router.push(paths.clusters({ ticket })))
	useShortcut('g r', 'Go to replays', () => router.push(paths.replays({ ticket })))
	return (
		<>
			<IconButton
				ref={button}
				label="You and your role"
				aria-haspopup="dialog"
				aria-expanded={panel ?? false}
				onClick={() => setPanel(!panel)}
			>
				<CircleUser aria-hidden className="size-5" />
			</IconButton>
			{panel !== null && (
				<PersonPanel
					open={panel}
					anchor={button}
					onClose={() => setPanel(false)}
					onKeys={() => {
						setPanel(false)
						setKeys(true)
					}}
					onRelease={() => {
						setPanel(false)
						setReleasing(true)
					}}
				/>
			)}
			{releasing && <ReleaseDialog onClose={() => setReleasing(false)} />}
			{keys !== null && <ShortcutList open={keys} onClose={() => setKeys(false)} />}
		</>
	)
}
