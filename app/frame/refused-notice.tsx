'use client'
import { Button } from '../../components/button.tsx'
import { Notice } from '../../components/notice.tsx'
import { Time } from '../../components/time.tsx'
import { describeRefusal } from '../../lib/gateway/describe-refusal.ts'
import { RefusedError } from '../../lib/query/refused-error.ts'
import { here, useSession } from './session.tsx'

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
	const signedOut = refusal.by === 'network' && refusal.reason === 'no-credentials'
	return (
		<Notice
			tone="bad"
			title={title}
			fix={todo}
			requestId={requestId}
			urgent
			actions={
				<>
					{onRetry && !signedOut && <Button onClick={onRetry}>Try again</Button>}
					{signedOut && (
						<Button kind="primary" onClick={() => session.renewByPopup(here())}>
							Renew sign-in
						</Button>
					)}
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
