import type { Route } from 'next'
import Link from 'next/link'
import { buttonClass } from '../../components/button.tsx'
import { Notice } from '../../components/notice.tsx'

/** Says before anything is typed what the service would refuse. */
export function AdminsOnly({ back }: { back: Route }) {
	return (
		<Notice
			tone="warn"
			title="Only admins change sources"
			fix="Ask somebody in the Okta group sluice-admins, and give them your ticket."
			actions={
				<Link href={back} className={buttonClass()}>
					Go back
				</Link>
			}
		/>
	)
}
