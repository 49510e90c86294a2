import type { Metadata } from 'next'
import { settings } from '../../settings.ts'
import { Sheet } from '../sheet.tsx'
import { Completion } from './completion.tsx'

export const metadata: Metadata = { title: 'Signing you in' }

export default function CompletePage() {
	return (
		<Sheet title="Signing you in">
			<Completion settings={settings().public} />
		</Sheet>
	)
}
