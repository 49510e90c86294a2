'use client'
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { NuqsAdapter } from 'nuqs/adapters/next/app'
import { type ReactNode, useCallback, useState } from 'react'
import { ClockProvider } from '../../components/clock.tsx'
import { ShortcutsProvider } from '../../components/shortcuts.tsx'
import { createQueryClient } from '../../lib/query/query-client.ts'
import { configureSession } from '../../lib/session/browser.ts'
import type { Session } from '../../lib/session/session.ts'
import type { PublicSettings } from '../../lib/settings/console.ts'
import { SessionProvider } from './session.tsx'

type Props = { settings: PublicSettings; session: Session | null; children: ReactNode }

/** What every page of the frame stands on: one session, one store of answers, the corrected clock, the keyboard. */
export function Providers({ settings, session, children }: Props) {
	const [queryClient] = useState(() => queryClientOf(settings))
	const now = useCallback(() => session?.clock.now().getTime() ?? Date.now(), [session])
	return (
		<SessionProvider session={session}>
			<QueryClientProvider client={queryClient}>
				<NuqsAdapter>
					<ClockProvider now={now}>
						<ShortcutsProvider>{children}</ShortcutsProvider>
					</ClockProvider>
				</NuqsAdapter>
			</QueryClientProvider>
		</SessionProvider>
	)
}

let ofThisPage: QueryClient | null = null

/** One for each page load, whichever noun mounts the frame: what was loaded survives the way from one noun to another. */
function queryClientOf(settings: PublicSettings): QueryClient {
	const create = () => createQueryClient(() => configureSession(settings).client())
	if (typeof window === 'undefined') return create()
	ofThisPage ??= create()
	return ofThisPage
}
