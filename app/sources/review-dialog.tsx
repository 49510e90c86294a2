'use client'
import { Button } from '../../components/button.tsx'
import Dialog from '../../components/dialog.tsx'
import { ChangeList } from './change-list.tsx'
import type { Difference } from './difference.ts'

type Props = {
	open: boolean
	onClose: () => void
	changes: Difference[]
	/** The version that saving would create. */
	version: number
	ticket: string
	saving: boolean
	onSave: () => void
}

/** What saving would change, before it does. */
export default function ReviewDialog({ open, onClose, changes, version, ticket, saving, onSave }: Props) {
	return (
		<Dialog
			open={open}
			onClose={onClose}
			title={version === 1 ? 'Register this source?' : `Save these changes as version ${version}?`}
			actions={
				<>
					<Button onClick={onClose}>Go on editing</Button>
					<Button kind="primary" onClick={onSave} disabled={saving}>
						{saving ? 'Saving…' : version === 1 ? 'Register source' : `Save version ${version}`}
					</Button>
				</>
			}
		>
			<p className="pb-3 text-muted">Recorded for {ticket}, with your name.</p>
			<ChangeList changes={changes} kept="" />
		</Dialog>
	)
}
