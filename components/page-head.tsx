'use client'
import { type ReactNode, useEffect } from 'react'
import { Breadcrumb, type Step } from './breadcrumb.tsx'

type Props = {
	/** The tab's title. Set here and not by the server, whose HTML names nobody. */
	tab: string
	steps: Step[]
	title: ReactNode
	/** A line of facts under the title. */
	facts?: ReactNode
	actions?: ReactNode
}

/** Where the reader is, what this page is about, and what can be done with it as a whole. */
export function PageHead({ tab, steps, title, facts, actions }: Props) {
	useEffect(() => {
		const title = `${tab} - Sluice`
		const keep = () => {
			if (document.title !== title) document.title = title
		}
		keep()
		// The router writes the title of its own metadata, which may arrive after this page.
		const observer = new MutationObserver(keep)
		observer.observe(document.head, { childList: true, subtree: true, characterData: true })
		return () => observer.disconnect()
	}, [tab])
	return (
		<header className="flex flex-col gap-2 pb-4">
			<Breadcrumb steps={steps} />
			<div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
				<div className="flex min-w-0 flex-col gap-1">
					<h1 className="wrap-anywhere font-semibold text-verdict">{title}</h1>
					{facts}
				</div>
				{actions && <div className="flex flex-wrap gap-2">{actions}</div>}
			</div>
		</header>
	)
}
