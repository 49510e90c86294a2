'use client'
import { useEffect } from 'react'
import { Button } from '../components/button.tsx'
import { Notice } from '../components/notice.tsx'
import { PlainPage } from './frame/plain-page.tsx'

/** A bug of ours. Expected refusals never come here: they are answers, and pages show them in place. */
export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
	useEffect(() => {
		document.title = 'This page broke - Sluice'
	}, [])
	return (
		<PlainPage title="This page broke">
			<Notice
				tone="bad"
				title="Something on this page failed, and it is our fault"
				fix="Try again. If it happens twice, send the text below to the Sluice team, with the address of this page."
				actions={
					<Button kind="primary" onClick={reset}>
						Try again
					</Button>
				}
				detail={error.digest ?? `${error.name}: ${error.message}`}
				urgent
			/>
		</PlainPage>
	)
}
