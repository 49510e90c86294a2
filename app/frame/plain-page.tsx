import Link from 'next/link'
import type { ReactNode } from 'react'
import { paths } from '../paths.ts'
import { Logo } from './logo.tsx'

/** The frame without what needs a session: for pages that must work whatever happened. */
export function PlainPage({ title, children }: { title: string; children: ReactNode }) {
	return (
		<>
			<header className="border-line border-b bg-surface px-4 py-2 lg:px-6">
				<Link href={paths.sources()} className="inline-flex h-8 items-center gap-2 rounded-md font-semibold">
					<Logo className="size-6 text-accent" />
					Sluice
				</Link>
			</header>
			<main className="mx-auto flex max-w-content flex-col gap-4 px-4 py-5 lg:px-6">
				<h1 className="font-semibold text-verdict">{title}</h1>
				{children}
			</main>
		</>
	)
}
