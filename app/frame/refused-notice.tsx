'use client'
import { Button } from '../../components/button.tsx'
import { Notice } from '../../components/notice.tsx'
import { Time } from '../../components/time.tsx'
import type { ProblemCode } from '../../lib/contract/problem.ts'
import { describeRefusal } from '../../lib/gateway/describe-refusal.ts'
import { RefusedError } from '../../lib/query/refused-error.ts'
import { here, useSession } from './session.tsx'

/** The credentials are good, but no longer stand for anybody: released by an admin, or signed out elsewhere. */
const UNTIED: ProblemCode[] = ['identity-not-bound', 'session-ended']

type Props = {
	error: Error
	onRetry?: () => void
	/** When the data that still stands on the page was loaded, epoch ms; absent or 0 when there is none. */
	dataFrom?: number
}

/** An answer that is a refusal: who refused, why, what to do, the id to quote, and how old the data below is. */
export function RefusedNotice({ error, onRetry, dataFrom }: Props) {
	const session = useSession()
	if (!(error instanceof RefusedError)) throw error
	const { refusal } = error
	const { who, title, why, todo, requestId } = describeRefusal(refusal)
	const unsent = refusal.by === 'network' && refusal.reason === 'no-credentials'
	// By the gate's clock, which may be ahead of what this page believes.
	const expired = refusal.by === 'gate' && refusal.reason === 'expired-token'
	const untied = refusal.by === 'service' && UNTIED.includes(refusal.problem.code)
	return (
		<Notice
			tone="bad"
			title={title}
			fix={todo}
			requestId={requestId}
			urgent
			actions={
				<>
					{(unsent || expired || untied) && (
						<Button kind="primary" onClick={() => session.renewByPopup(here())}>
							Renew sign-in
						</Button>
					)}
					{onRetry && !unsent && <Button onClick={onRetry}>Try again</Button>}
				</>
			}
		>
			<p>
				<span className="text-muted">{who}:</span> {why}
			</p>
			{dataFrom ? (
				<p>
					What is shown below was loaded <Time iso={new Date(dataFrom).toISOString()} />.
				</p>
			) : null}
		</Notice>
	)
}
