import type { Metadata } from 'next'
import { settings } from '../../settings.ts'
import { Sheet } from '../sheet.tsx'
import { Refused } from './refused.tsx'

export const metadata: Metadata = { title: 'Sign-in refused' }

export default function RefusedPage() {
	return (
		<Sheet title="Sign-in was refused">
			<Refused settings={settings().public} />
		</Sheet>
	)
}
