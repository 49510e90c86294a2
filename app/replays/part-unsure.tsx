'use client'
import { useNow } from '../../components/clock.tsx'
import { utc } from '../../components/time.tsx'
import type { Replay, ReplayPart } from '../../lib/contract/replay-record.ts'
import { span } from '../frame/span.ts'

/** Of a part whose answer was lost: what is being found out, how, and until when nothing is sent again. */
export function PartUnsure({ part, replay }: { part: ReplayPart; replay: Replay }) {
	if (part.state === 'confirming') {
		return (
			<div className="text-sm">
				<p>
					The answer of the cluster to this step was lost, so it is being found out whether the step exists.{' '}
					{replay.recoveryMeaning}
				</p>
				{part.confirmedAt && <Until iso={part.confirmedAt} />}
			</div>
		)
	}
	if (part.state === 'undecided') {
		return (
			<p className="text-sm">
				The answer of the cluster to this step was lost, or nothing is heard of it any more: what became of it cannot be
				found out from here. Nothing is sent again by itself: an engineer or admin decides.
			</p>
		)
	}
	return null
}

/** After this moment AWS can no longer accept the lost request, so what is not there by then never will be. */
function Until({ iso }: { iso: string }) {
	const now = useNow(1000)
	const left = Date.parse(iso) - now
	return (
		<p className="text-muted tabular-nums">
			Until {utc(iso)}
			{left > 0 ? ` (${span(left)})` : ' (now over)'} the lost request could still arrive: before that nothing is sent
			again.
		</p>
	)
}
