import type { Metadata } from 'next'
import Link from 'next/link'
import { buttonClass } from '../components/button.tsx'
import { Notice } from '../components/notice.tsx'
import { PlainPage } from './frame/plain-page.tsx'
import { paths } from './paths.ts'

export const metadata: Metadata = { title: 'No such page' }

export default function NotFound() {
	return (
		<PlainPage title="No such page">
			<Notice
				tone="calm"
				title="This address leads nowhere in Sluice"
				fix="Compare it with the link you were given: chat programs like to cut links at the end."
				actions={
					<Link href={paths.sources()} className={buttonClass('primary')}>
						Go to sources
					</Link>
				}
			/>
		</PlainPage>
	)
}
