'use client'
import clsx from 'clsx'
import { Database, History, Server, ShieldCheck } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { paths } from '../paths.ts'
import { useCase } from './case.ts'
import { Logo } from './logo.tsx'

const NOUNS = [
	{ name: 'Sources', root: '/sources', href: paths.sources, Icon: Database },
	{ name: 'Checks', root: '/checks', href: paths.checks, Icon: ShieldCheck },
	{ name: 'Clusters', root: '/clusters', href: paths.clusters, Icon: Server },
	{ name: 'Replays', root: '/replays', href: paths.replays, Icon: History },
] as const

/** The nouns of the console: a column from 1024 px, a row above the page below that. */
export function Rail() {
	const pathname = usePathname()
	const { ticket } = useCase()
	return (
		<nav
			aria-label="Main"
			className="flex items-center gap-1 border-line border-b bg-surface px-2 sm:gap-2 sm:px-4 lg:sticky lg:top-0 lg:h-dvh lg:flex-col lg:items-stretch lg:gap-4 lg:border-r lg:border-b-0 lg:px-3 lg:py-3"
		>
			<Link href={paths.sources()} className="flex h-8 items-center gap-2 rounded-md px-1 font-semibold lg:px-2">
				<Logo className="size-6 text-accent" />
				<span className="max-sm:sr-only">Sluice</span>
			</Link>
			<ul className="flex sm:gap-1 lg:flex-col">
				{NOUNS.map(({ name, root, href, Icon }) => {
					const here = pathname === root || pathname.startsWith(`${root}/`)
					return (
						<li key={name}>
							<Link
								href={href({ ticket })}
								aria-current={here ? 'page' : undefined}
								className={clsx(
									'flex h-9 items-center gap-2.5 rounded-md px-1.5 font-medium transition-colors max-sm:text-sm sm:px-2.5',
									here ? 'bg-accent-soft text-accent' : 'text-muted hover:bg-hover hover:text-ink',
								)}
							>
								<Icon aria-hidden className="size-4 max-sm:hidden" />
								{name}
							</Link>
						</li>
					)
				})}
			</ul>
		</nav>
	)
}
