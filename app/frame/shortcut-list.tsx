'use client'
import { useId } from 'react'
import Dialog from '../../components/dialog.tsx'
import { KeyHint } from '../../components/key-hint.tsx'
import { useShortcuts } from '../../components/shortcuts.tsx'

/** What the keyboard does on this page, and the switch for people whom single keys disturb. */
export default function ShortcutList({ open, onClose }: { open: boolean; onClose: () => void }) {
	const { list, enabled, setEnabled } = useShortcuts()
	const id = useId()
	return (
		<Dialog open={open} onClose={onClose} title="Keyboard">
			<dl className="divide-y divide-line">
				{[
					...list(),
					{ keys: 'Enter', name: 'Open what is focused' },
					{ keys: 'Esc', name: 'Close, or leave the search field' },
				].map(({ keys, name }) => (
					<div key={keys} className="flex min-h-9 items-center justify-between gap-4">
						<dt>{name}</dt>
						<dd className="flex gap-1">
							{keys.split(' ').map((key) => (
								<KeyHint key={key}>{key}</KeyHint>
							))}
						</dd>
					</div>
				))}
			</dl>
			<p className="mt-4 flex items-center gap-2">
				<input
					id={id}
					type="checkbox"
					checked={enabled}
					onChange={(event) => setEnabled(event.target.checked)}
					className="size-6 accent-accent"
				/>
				<label htmlFor={id}>Single keys work (never while you type)</label>
			</p>
		</Dialog>
	)
}
