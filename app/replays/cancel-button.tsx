'use client'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import type { Replay } from '../../lib/contract/replay-record.ts'
import { useMe } from '../frame/me.ts'

const CancelDialog = dynamic(() => import('./cancel-dialog.tsx'), { ssr: false })

/** Asks before it cancels. Support stops what support itself asked for; the service holds to that in any case. */
export function CancelButton({ replay }: { replay: Replay }) {
	const me = useMe()
	const [asking, setAsking] = useState(false)
	if (!replay.cancellation.possible || !me?.operations.includes('replays.cancel')) return null
	if (me.role === 'support' && me.person !== replay.requestedBy) {
		return (
			<span className="self-center text-muted text-sm">
				{replay.requestedBy}, an engineer or an admin can cancel it.
			</span>
		)
	}
	return (
		<>
			<Button kind="danger" onClick={() => setAsking(true)}>
				Cancel replay…
			</Button>
			{asking && <CancelDialog replay={replay} onClose={() => setAsking(false)} />}
		</>
	)
}
