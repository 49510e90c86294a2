import type { ReactNode } from 'react'

/** One name and its value in a `dl`: side by side where there is room. */
export const DetailRow = ({ name, children }: { name: string; children: ReactNode }) => (
	<div className="grid gap-x-4 sm:grid-cols-[7.5rem_minmax(0,1fr)]">
		<dt className="text-muted text-sm">{name}</dt>
		<dd className="wrap-anywhere min-w-0 max-w-prose">{children}</dd>
	</div>
)
