'use client'
import Link from 'next/link'
import { buttonClass } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { useCase } from '../frame/case.ts'
import { CaseTicket } from '../frame/case-ticket.tsx'
import { useMe } from '../frame/me.ts'
import { paths } from '../paths.ts'

/** What to do with this source. The copied link carries the ticket, so that the next person stands in the same case. */
export function CaseCard({ sourceId }: { sourceId: string }) {
	const { ticket } = useCase()
	const mayEdit = useMe()?.operations.includes('sources.put') ?? false
	const link = new URL(paths.source(sourceId, { ticket }), location.origin).href
	return (
		<Card title="This case">
			<div className="flex flex-col gap-3 px-4 py-3">
				<CaseTicket />
				<div className="flex flex-wrap gap-2">
					<CopyButton text={link} what="link" wide />
					{mayEdit && (
						<Link href={paths.sourceEdit(sourceId, { ticket })} className={buttonClass()}>
							Edit settings
						</Link>
					)}
				</div>
			</div>
		</Card>
	)
}
