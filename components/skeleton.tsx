'use client'
import clsx from 'clsx'
import { type ReactNode, useEffect, useState } from 'react'

const PATIENCE_MS = 10_000

type Props = {
	/** What is loaded: "sources". Read out at once, and shown when it takes long. */
	what: string
	/** Who is waited for, said after ten seconds. */
	waitingFor: string
	children: ReactNode
}

/** Holds the place of what is loading. Drawn after 150 ms; after ten seconds it says what is awaited. */
export function Loading({ what, waitingFor, children }: Props) {
	const [late, setLate] = useState(false)
	useEffect(() => {
		const timer = setTimeout(() => setLate(true), PATIENCE_MS)
		return () => clearTimeout(timer)
	}, [])
	return (
		<div aria-busy="true">
			<p role="status" className={clsx(late ? 'px-4 py-2 text-muted' : 'sr-only')}>
				{late ? `Still loading ${what}: waiting for ${waitingFor}.` : `Loading ${what}`}
			</p>
			<div aria-hidden="true" className="appear-late">
				{children}
			</div>
		</div>
	)
}

/** One bar of a skeleton; `className` gives its width and, when not a line of text, its height. */
export function Bar({ className }: { className?: string }) {
	return <div className={clsx('h-3 rounded-sm bg-line', className)} />
}
