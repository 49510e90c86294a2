import { QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, render } from '@testing-library/react'
import { AppRouterContext } from 'next/dist/shared/lib/app-router-context.shared-runtime'
import { PathnameContext } from 'next/dist/shared/lib/hooks-client-context.shared-runtime'
import { NuqsTestingAdapter } from 'nuqs/adapters/testing'
import type { ReactNode } from 'react'
import { afterEach } from 'vitest'
import { ShortcutsProvider } from '../../components/shortcuts.tsx'
import type { Problem, ProblemCode } from '../../lib/contract/problem.ts'
import { PROBLEM_STATUS } from '../../lib/contract/problem.ts'
import type { Operation } from '../../lib/contract/table.ts'
import type { Client } from '../../lib/gateway/client.ts'
import { createClock } from '../../lib/gateway/clock.ts'
import type { Outcome } from '../../lib/gateway/refusal.ts'
import { createQueryClient } from '../../lib/query/query-client.ts'
import { createDrafts } from '../../lib/session/drafts.ts'
import type { Session } from '../../lib/session/session.ts'
import type { SessionState } from '../../lib/session/state.ts'
import { SessionProvider } from './session.tsx'

/** What the gate and the service would answer, by operation. An operation that is not named must not be called. */
export type Answers = Partial<Record<Operation, (input: never) => Outcome<unknown> | Promise<Outcome<unknown>>>>

export const ok = <T,>(value: T): Outcome<T> => ({ ok: true, value, requestId: 'req-ok', time: null })

export function refusedWith(code: ProblemCode, detail: string, errors: Problem['errors'] = []): Outcome<never> {
	const status = PROBLEM_STATUS[code]
	const problem: Problem = {
		type: 'about:blank',
		title: code,
		status,
		code,
		detail,
		fix: null,
		errors,
		requestId: 'req-9',
	}
	return { ok: false, refusal: { by: 'service', problem, status, requestId: 'req-9', retryAfterSeconds: null } }
}

const SIGNED_IN: SessionState = { at: 'signed-in', identityId: 'us-west-2:1', expiresAt: Date.now() + 3_600_000 }

type Scene = { answers?: Answers; path?: string; search?: string; state?: SessionState; skew?: number }

/** Draws `children` as a page of the console would, over canned answers. `calls` holds what was asked, `pushed` where it led. */
export function stage(
	children: ReactNode,
	{ answers = {}, path = '/sources', search = '', state, skew = 0 }: Scene = {},
) {
	const calls: { operation: Operation; input: unknown }[] = []
	const pushed: string[] = []
	const pressed: string[] = []
	const client: Client = {
		async call(operation, input) {
			calls.push({ operation, input })
			const answer = answers[operation]
			if (!answer) throw new Error(`${operation} was called, but nothing answers it here`)
			return answer(input as never) as never
		},
	}
	const queryClient = createQueryClient(async () => client)
	const session = sessionOf(client, state ?? SIGNED_IN, skew, pressed)
	const push = (href: string) => void pushed.push(href)
	const router = { push, replace: push, back() {}, forward() {}, refresh() {}, prefetch() {} }
	const view = render(
		<AppRouterContext value={router as never}>
			<PathnameContext value={path}>
				<NuqsTestingAdapter searchParams={search} hasMemory>
					<SessionProvider session={session}>
						<QueryClientProvider client={queryClient}>
							<ShortcutsProvider>{children}</ShortcutsProvider>
						</QueryClientProvider>
					</SessionProvider>
				</NuqsTestingAdapter>
			</PathnameContext>
		</AppRouterContext>,
	)
	return { ...view, calls, pushed, pressed, queryClient, become: session.become }
}

function sessionOf(client: Client, first: SessionState, skew: number, pressed: string[]) {
	let state = first
	const listeners = new Set<() => void>()
	const clock = createClock()
	clock.adopt(skew)
	const session: Session = {
		subscribe(listener) {
			listeners.add(listener)
			return () => listeners.delete(listener)
		},
		getSnapshot: () => state,
		clock,
		client: async () => client,
		drafts: createDrafts(sessionStorage, () => 'us-west-2:1'),
		enter: async (to) => void pressed.push(`enter ${to}`),
		signInHere: (to, options) => void pressed.push(`sign in ${options?.again ? 'again ' : ''}${to}`),
		completeSignIn: async () => ({ ok: true }),
		reportRefusal() {},
		renewByPopup(to) {
			pressed.push(`renew ${to}`)
			return 'opened'
		},
		signOut: async () => void pressed.push('sign out'),
		noteSignedOut: async () => {},
	}
	/** The session moves on, as it does when credentials expire or another tab signs out. */
	const become = (next: SessionState) =>
		act(() => {
			state = next
			for (const listener of listeners) listener()
		})
	return { ...session, become }
}

afterEach(() => {
	cleanup()
	sessionStorage.clear()
	localStorage.clear()
})
