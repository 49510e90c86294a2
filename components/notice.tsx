import clsx from 'clsx'
import type { ReactNode } from 'react'
import { MARKS, TONE_GROUND, TONE_TEXT, type Tone } from './mark.tsx'
import { Mono } from './mono.tsx'

type Props = {
	tone: Tone
	title: string
	/** Why, in plain words. */
	children?: ReactNode
	/** What the reader can do, or whom to ask. */
	fix?: ReactNode
	/** Joins what the reader saw with the logs of gate and service. */
	requestId?: string | null
	/** The error itself, for whoever has to find its cause. */
	detail?: string
	actions?: ReactNode
	/** Read out as soon as it appears. */
	urgent?: boolean
}

/** A statement about the page: who said it, why, what to do, and the id to quote. */
export function Notice({ tone, title, children, fix, requestId, detail, actions, urgent = false }: Props) {
	const Icon = MARKS[tone]
	return (
		<div role={urgent ? 'alert' : undefined} className={clsx('rounded border px-4 py-3', TONE_GROUND[tone])}>
			<div className="flex gap-3">
				<Icon aria-hidden className={clsx('mt-0.5 size-4 shrink-0', TONE_TEXT[tone])} />
				<div className="flex min-w-0 flex-1 flex-col gap-1">
					<p className="font-semibold">{title}</p>
					{children && <div className="max-w-prose">{children}</div>}
					{fix && <div className="max-w-prose">{fix}</div>}
					{requestId && (
						<p className="flex flex-wrap items-center gap-x-2 text-muted text-sm">
							Request id <Mono text={requestId} what="request id" />
						</p>
					)}
					{detail && <Mono text={detail} what="error" />}
					{actions && <div className="mt-2 flex flex-wrap gap-2">{actions}</div>}
				</div>
			</div>
		</div>
	)
}
