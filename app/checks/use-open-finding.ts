'use client'
import { useState, useSyncExternalStore } from 'react'

function subscribe(changed: () => void) {
	addEventListener('hashchange', changed)
	return () => removeEventListener('hashchange', changed)
}

const inHash = () => new URLSearchParams(location.hash.slice(1)).get('f')

/** The finding that the address opens by `#f=`. One at a time, so that a link can name it. */
export function useOpenFinding() {
	const open = useSyncExternalStore(subscribe, inHash, () => null)
	const [pressed, setPressed] = useState<string | null>(null)
	const show = (findingId: string | null) => {
		const url = new URL(location.href)
		url.hash = findingId === null ? '' : `f=${encodeURIComponent(findingId)}`
		history.replaceState(null, '', url)
		// A replaced address is no navigation, so nobody else says that it changed.
		dispatchEvent(new HashChangeEvent('hashchange'))
	}
	return {
		open,
		/** It was opened from elsewhere than its own row, which therefore may be out of sight. */
		led: open !== null && open !== pressed,
		toggle(findingId: string) {
			const next = open === findingId ? null : findingId
			setPressed(next)
			show(next)
		},
		leadTo(findingId: string) {
			setPressed(null)
			show(findingId)
		},
	}
}

export type OpenFinding = ReturnType<typeof useOpenFinding>
