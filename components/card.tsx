import clsx from 'clsx'
import { type ReactNode, useId } from 'react'

type Props = { title: string; aside?: ReactNode; className?: string; children: ReactNode }

/** A titled region of a page. `aside` stands at the end of its title line. */
export function Card({ title, aside, className, children }: Props) {
	const id = useId()
	return (
		<section aria-labelledby={id} className={clsx('rounded border border-line bg-surface', className)}>
			<header className="flex min-h-11 flex-wrap items-center justify-between gap-x-4 gap-y-1 border-line border-b px-4 py-2">
				<h2 id={id} className="font-semibold">
					{title}
				</h2>
				{aside}
			</header>
			{children}
		</section>
	)
}
