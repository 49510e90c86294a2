'use client'
import { QueryClientProvider } from '@tanstack/react-query'
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
	const [queryClient] = useState(() => createQueryClient(() => configureSession(settings).client()))
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
