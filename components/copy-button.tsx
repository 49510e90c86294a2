'use client'
import clsx from 'clsx'
import { Check, Copy, X } from 'lucide-react'
import { useEffect, useState } from 'react'

const SAID_FOR_MS = 2000
type State = 'idle' | 'copied' | 'failed'

const SAID: Record<State, string> = { idle: '', copied: 'Copied', failed: 'Not copied: select the text instead' }

type Props = {
	/** What lands on the clipboard. */
	text: string
	/** What it is, in the button's name: "Copy role ARN". */
	what: string
	/** Shows the words beside the icon. */
	wide?: boolean
	className?: string
}

/** Copies and says so, to the eye and to a screen reader. Nothing around it moves. */
export function CopyButton({ text, what, wide = false, className }: Props) {
	const [state, setState] = useState<State>('idle')
	useEffect(() => {
		if (state === 'idle') return
		const timer = setTimeout(() => setState('idle'), SAID_FOR_MS)
		return () => clearTimeout(timer)
	}, [state])
	const copy = () =>
		navigator.clipboard.writeText(text).then(
			() => setState('copied'),
			() => setState('failed'),
		)
	const Icon = { idle: Copy, copied: Check, failed: X }[state]
	return (
		<span className={clsx('relative inline-flex', className)}>
			<button
				type="button"
				onClick={copy}
				aria-label={`Copy ${what}`}
				title={`Copy ${what}`}
				className={clsx(
					'inline-flex shrink-0 items-center justify-center gap-2 rounded-md transition-colors hover:bg-hover hover:text-ink',
					wide ? 'h-8 border border-line bg-surface px-3 font-medium text-ink hover:border-edge' : 'size-6 text-muted',
					state === 'copied' && 'text-good',
				)}
			>
				<Icon aria-hidden className="size-3.5" />
				{wide && <span>{`Copy ${what}`}</span>}
			</button>
			<span
				role="status"
				className={clsx(
					'pointer-events-none absolute right-0 bottom-full z-20 mb-1 whitespace-nowrap rounded-sm bg-ink px-1.5 text-page text-xs leading-5',
					state === 'idle' && 'sr-only',
				)}
			>
				{SAID[state]}
			</span>
		</span>
	)
}
