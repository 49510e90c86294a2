'use client'
import './globals.css'
import { useEffect } from 'react'
import { Button, buttonClass } from '../components/button.tsx'
import { Notice } from '../components/notice.tsx'
import { paths } from './paths.ts'

/**
 * The last resort, in place of the root layout when that itself broke: no theme, no session, no router to rely on. So it
 * reloads, and its link is a plain one. Next's own page would bring inline styles, which the policy refuses.
 */
export default function GlobalErrorPage({ error }: { error: Error & { digest?: string } }) {
	useEffect(() => {
		document.title = 'This page broke - Sluice'
	}, [])
	return (
		<html lang="en">
			<body>
				<main className="mx-auto flex min-h-dvh max-w-lg flex-col justify-center gap-6 p-6">
					<h1 className="font-semibold text-verdict">Sluice could not draw this page</h1>
					<Notice
						tone="bad"
						title="Something failed, and it is our fault"
						fix="Reload the page. If it happens twice, send the text below to the Sluice team, with the address of this page."
						detail={error.digest ?? `${error.name}: ${error.message}`}
						actions={
							<>
								<Button kind="primary" onClick={() => location.reload()}>
									Reload the page
								</Button>
								<a href={paths.sources()} className={buttonClass()}>
									Go to sources
								</a>
							</>
						}
						urgent
					/>
				</main>
			</body>
		</html>
	)
}
