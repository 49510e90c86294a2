import type { Route } from 'next'
import Link from 'next/link'

/** The noun path of a page. The last step is where the reader is. */
export type Step = { name: string; href?: Route }

export function Breadcrumb({ steps }: { steps: Step[] }) {
	return (
		<nav aria-label="Breadcrumb">
			<ol className="flex flex-wrap items-center gap-x-2 text-muted text-sm">
				{steps.map(({ name, href }, index) => (
					<li key={name} className="flex min-h-6 items-center gap-2">
						{index > 0 && <span aria-hidden="true">/</span>}
						{href ? (
							<Link href={href} className="inline-flex min-h-6 items-center rounded-sm hover:text-ink hover:underline">
								{name}
							</Link>
						) : (
							<span aria-current="page" className="wrap-anywhere">
								{name}
							</span>
						)}
					</li>
				))}
			</ol>
		</nav>
	)
}
