'use client'
import type { ReactNode } from 'react'
import type { PublicSettings } from '../../lib/settings/console.ts'
import { Providers } from './providers.tsx'
import { Rail } from './rail.tsx'
import { useBrowserSession } from './session.tsx'
import { SessionBanners } from './session-banners.tsx'
import { Opening, SignedInOnly } from './signed-in-only.tsx'
import { TopBar } from './top-bar.tsx'

/** Around every page but sign-in. What the server draws of it is the same for everybody. */
export function Frame({ settings, children }: { settings: PublicSettings; children: ReactNode }) {
	const session = useBrowserSession(settings)
	return (
		<Providers settings={settings} session={session}>
			<a
				href="#main"
				className="sr-only z-50 rounded-sm bg-ink px-3 py-2 text-page focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
			>
				Skip to the page
			</a>
			{settings.environment === 'local' && <div aria-hidden="true" className="lane-local h-1" />}
			<div className="lg:grid lg:grid-cols-[12.5rem_minmax(0,1fr)]">
				<Rail />
				<div className="min-w-0">
					<TopBar environment={settings.environment} />
					<main id="main" tabIndex={-1} className="mx-auto max-w-content px-4 py-5 outline-none lg:px-6">
						{session ? (
							<>
								<SessionBanners />
								<SignedInOnly>{children}</SignedInOnly>
							</>
						) : (
							<Opening />
						)}
					</main>
				</div>
			</div>
		</Providers>
	)
}
