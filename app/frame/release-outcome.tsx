'use client'
import { Notice } from '../../components/notice.tsx'
import type { OutputOf } from '../../lib/contract/endpoint.ts'
import type { sessions } from '../../lib/contract/sessions.ts'
import { RefusedError } from '../../lib/query/refused-error.ts'
import { RefusedNotice } from './refused-notice.tsx'

type Props = {
	result: OutputOf<typeof sessions.release> | undefined
	error: Error | null
	/** Whom the release was asked for. */
	person: string | undefined
}

/** What became of a release. That nobody is bound is no mishap but an answer, whichever way the service gives it. */
export function ReleaseOutcome({ result, error, person }: Props) {
	const nobody = result?.released === 0 || isNotFound(error)
	if (error && !nobody) return <RefusedNotice error={error} />
	return (
		<div role="status">
			{nobody && (
				<Notice
					tone="calm"
					title="Nothing was released"
					fix="Check the spelling. If it is right, they need no release."
					requestId={error instanceof RefusedError ? error.refusal.requestId : null}
				>
					Nobody is bound under {person}.
				</Notice>
			)}
			{result && !nobody && (
				<Notice
					tone="good"
					title={result.released === 1 ? '1 tie was released' : `${result.released} ties were released`}
				>
					{result.person} can sign in again now.
				</Notice>
			)}
		</div>
	)
}

const isNotFound = (error: Error | null) =>
	error instanceof RefusedError && error.refusal.by === 'service' && error.refusal.problem.code === 'not-found'
