import { Mono } from '../../components/mono.tsx'
import type { ReplayPart } from '../../lib/contract/replay-record.ts'

/** Why a part failed and what to do; the words of the cluster and the log for roles that may see them. */
export const PartFailure = ({ failure }: { failure: NonNullable<ReplayPart['failure']> }) => (
	<div className="flex flex-col items-start text-sm">
		<p className="font-medium">{failure.meaning}</p>
		<p>{failure.nextAction}</p>
		{failure.message && <Mono text={failure.message} what="failure" />}
		{failure.logFile && <Mono text={failure.logFile} what="log path" />}
	</div>
)
