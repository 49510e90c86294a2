import type { ReactNode } from 'react'
import { Logo } from '../frame/logo.tsx'

/** The plain page of sign-in: one column, no frame, since nobody is signed in yet. */
export function Sheet({ title, children }: { title: string; children: ReactNode }) {
	return (
		<main className="mx-auto flex min-h-dvh max-w-lg flex-col justify-center gap-6 p-6">
			<Logo className="size-10 text-accent" />
			<h1 className="font-semibold text-verdict">{title}</h1>
			{children}
		</main>
	)
}
