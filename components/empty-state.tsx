import type { ReactNode } from 'react'

/** Says why there is nothing, and one thing to do about it. */
export function EmptyState({ title, children, action }: { title: string; children: ReactNode; action?: ReactNode }) {
	return (
		<div className="flex flex-col items-start gap-3 px-4 py-8 sm:items-center sm:py-14 sm:text-center">
			<p className="font-semibold text-lg">{title}</p>
			<div className="max-w-prose text-muted">{children}</div>
			{action}
		</div>
	)
}
