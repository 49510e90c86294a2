import type { Metadata } from 'next'
import { Sheet } from '../sheet.tsx'
import { CloseWindow } from './close-window.tsx'

export const metadata: Metadata = { title: 'Signed in again' }

/** Where the pop-up that renews a session ends: the other windows have the new credentials by now. */
export default function RenewedPage() {
	return (
		<Sheet title="You are signed in again">
			<p>Your other window goes on by itself. You can close this one.</p>
			<CloseWindow />
		</Sheet>
	)
}
