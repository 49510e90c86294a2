'use client'
import { useEffect, useState } from 'react'
import { Button } from '../../../components/button.tsx'
import type { PublicSettings } from '../../../lib/settings/console.ts'
import { openSession } from '../lazy-session.ts'
import { RefusalNotice } from '../refusal-notice.tsx'
import type { StoredRefusal } from './stored-refusal.ts'

/** Shows what the ACS refused, and tells the tabs that wait for this one. */
export function Refused({ settings }: { settings: PublicSettings }) {
	const [refusal, setRefusal] = useState<StoredRefusal | null>(null)
	useEffect(() => {
		void Promise.all([import('./stored-refusal.ts'), openSession(settings)]).then(([{ readRefusal }, session]) => {
			const found = readRefusal()
			setRefusal(found)
			if (found) session.reportRefusal(found.description)
		})
	}, [settings])
	return (
		<>
			{refusal ? (
				<RefusalNotice description={refusal.description} />
			) : (
				<p role="status">There is no refusal to show any more. Start again to see where it fails.</p>
			)}
			<div>
				<Button
					kind="primary"
					size="large"
					onClick={() =>
						void openSession(settings).then((session) => session.signInHere(refusal?.to ?? '/', { again: true }))
					}
				>
					Try again
				</Button>
			</div>
		</>
	)
}
