'use client'
import Link from 'next/link'
import { Card } from '../../components/card.tsx'
import { VerdictMark } from '../../components/verdict-mark.tsx'
import type { Preflight } from '../../lib/contract/replay-plan.ts'
import { checkVerdictOf } from '../checks/parts.tsx'
import { useCase } from '../frame/case.ts'
import { paths } from '../paths.ts'

type Props = {
	preflight: Preflight
	/** Of a submitted replay: who submitted it, and the findings that they said to know of. */
	known?: { by: string; findingIds: string[] }
}

/** What the check of the plan found. It leads to the report. */
export function PreflightCard({ preflight, known }: Props) {
	const { ticket } = useCase()
	const { checkId, headline, notProvable } = preflight
	const { tone, name } = checkVerdictOf(preflight)
	const running = preflight.status === 'running'
	return (
		<Card
			title="Permission check"
			aside={
				<Link
					href={paths.check(checkId, { ticket })}
					className="inline-flex min-h-6 items-center rounded-sm text-accent text-sm hover:underline"
				>
					Every finding
				</Link>
			}
		>
			<div className="flex flex-col gap-2 px-4 py-2.5">
				<p className="flex gap-2">
					<span className="flex h-5 items-center">
						<VerdictMark tone={tone} label={name} />
					</span>
					<span className="wrap-anywhere">
						{headline ?? (running ? 'The rights are being checked' : 'The check ended without a verdict')}
					</span>
				</p>
				{known && notProvable.length > 0 && (
					<ul className="wrap-anywhere flex flex-col gap-1 text-muted text-sm">
						{notProvable.map(({ findingId, action }) => (
							<li key={findingId}>
								<code>{action}</code> cannot be proven:{' '}
								{known.findingIds.includes(findingId) ? `${known.by} said to know.` : 'nobody said to know.'}
							</li>
						))}
					</ul>
				)}
			</div>
		</Card>
	)
}
