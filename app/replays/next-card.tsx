'use client'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { buttonClass } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import type { Replay } from '../../lib/contract/replay-record.ts'
import type { Me } from '../../lib/contract/sessions.ts'
import { useCase } from '../frame/case.ts'
import { paths } from '../paths.ts'
import { nextOf } from './next-step.ts'

/** What has to be done now and by whom; often nothing. */
export function NextCard({ replay, me }: { replay: Replay; me: Me | null }) {
	const { ticket } = useCase()
	const { says, offers } = nextOf(replay, me?.person ?? null)
	const { replayId, sourceId, from, to, events } = replay
	const link = new URL(paths.replay(replayId, { ticket }), location.origin).href
	const mayPlan = me?.operations.includes('replays.plan') ?? false
	const offered: Record<NonNullable<typeof offers>, ReactNode> = {
		link: <CopyButton text={link} what="link for them" wide />,
		'plan-rest': mayPlan && (
			<Link
				href={paths.replayNew({ source: sourceId, from, to, select: 'missing', events: events.join('\n'), ticket })}
				className={buttonClass()}
			>
				Plan what is missing
			</Link>
		),
	}
	return (
		<Card title="What to do">
			<div className="flex flex-col items-start gap-3 px-4 py-3">
				{says.map((sentence) => (
					<p key={sentence}>{sentence}</p>
				))}
				{offers && offered[offers]}
			</div>
		</Card>
	)
}
