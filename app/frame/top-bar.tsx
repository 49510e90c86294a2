'use client'
import type { PublicSettings } from '../../lib/settings/console.ts'
import { EnvironmentBadge } from './environment-badge.tsx'
import { PersonMenu } from './person-menu.tsx'
import { SearchField } from './search-field.tsx'
import { ThemeSwitch } from './theme-switch.tsx'

export function TopBar({ environment }: { environment: PublicSettings['environment'] }) {
	return (
		<header className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-line border-b bg-surface px-4 py-2 lg:sticky lg:top-0 lg:z-30 lg:px-6">
			<SearchField />
			<div className="flex items-center gap-2">
				<EnvironmentBadge environment={environment} />
				<span title="All times are shown in UTC" className="px-1 text-muted text-sm">
					UTC
				</span>
				<ThemeSwitch />
				<PersonMenu />
			</div>
		</header>
	)
}
