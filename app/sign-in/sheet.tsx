import type { ReactNode } from 'react'
import { EnvironmentBadge } from '../frame/environment-badge.tsx'
import { Logo } from '../frame/logo.tsx'
import { settings } from '../settings.ts'

/** The plain page of sign-in: one column, no frame, since nobody is signed in yet. Rendered on the server. */
export function Sheet({ title, children }: { title: string; children: ReactNode }) {
	return (
		<main className="mx-auto flex min-h-dvh max-w-lg flex-col justify-center gap-6 p-6">
			<div className="flex items-center justify-between">
				<Logo className="size-10 text-accent" />
				<EnvironmentBadge environment={settings().public.environment} />
			</div>
			<h1 className="font-semibold text-verdict">{title}</h1>
			{children}
		</main>
	)
}
