import type { ReactNode } from 'react'

/** A short fact beside a name, such as a version. Not a verdict: those have marks. */
export function Badge({ children }: { children: ReactNode }) {
	return (
		<span className="inline-flex h-5 items-center whitespace-nowrap rounded-sm border border-line bg-sunken px-1.5 text-muted text-xs">
			{children}
		</span>
	)
}
