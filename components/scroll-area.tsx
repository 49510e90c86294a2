import type { ReactNode } from 'react'

/** A table that is too long for its card: it scrolls under its own heading row. */
export const ScrollArea = ({ label, children }: { label: string; children: ReactNode }) => (
	<section
		aria-label={label}
		// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.2, 2.1.1)
		tabIndex={0}
		className="max-h-96 overflow-auto [&_thead]:sticky [&_thead]:top-0 [&_thead]:bg-surface [&_thead]:shadow-[0_1px_0_var(--line)]"
	>
		{children}
	</section>
)
