'use client'
import type { ClipboardEvent } from 'react'
import { useNow } from './clock.tsx'

const UNITS = [
	['year', 31_536_000],
	['month', 2_592_000],
	['day', 86_400],
	['hour', 3_600],
	['minute', 60],
] as const
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' })

/** "2026-11-03 14:05 UTC" of an ISO time. */
export const utc = (iso: string) => `${new Date(iso).toISOString().slice(0, 16).replace('T', ' ')} UTC`

/** "3 min. ago", seen from `now` in epoch ms. Under a minute it is "just now": seconds would only flicker. */
export function age(iso: string, now: number): string {
	const seconds = (Date.parse(iso) - now) / 1000
	const unit = UNITS.find(([, size]) => Math.abs(seconds) >= size)
	return unit ? relative.format(Math.round(seconds / unit[1]), unit[0]) : 'just now'
}

/** Whoever copies just this time gets ISO, which no reader can take for local time. */
function copyIso(event: ClipboardEvent<HTMLElement>, iso: string) {
	const selection = getSelection()
	const within = (node: Node | null) => event.currentTarget.contains(node)
	if (!within(selection?.anchorNode ?? null) || !within(selection?.focusNode ?? null)) return
	event.clipboardData.setData('text/plain', iso)
	event.preventDefault()
}

/** A moment: absolute with its zone, and its age beside it. */
export function Time({ iso }: { iso: string }) {
	const now = useNow()
	return (
		<time
			dateTime={iso}
			title={iso}
			onCopy={(event) => copyIso(event, iso)}
			className="inline-flex flex-wrap items-baseline gap-x-2 tabular-nums"
		>
			<span className="whitespace-nowrap">{utc(iso)}</span>
			<span className="whitespace-nowrap text-muted text-sm">{age(iso, now)}</span>
		</time>
	)
}

/** Only how long ago, for dense rows; the moment itself shows on hover. */
export function Age({ iso }: { iso: string }) {
	const now = useNow()
	return (
		<time dateTime={iso} title={utc(iso)} className="whitespace-nowrap text-muted text-sm tabular-nums">
			{age(iso, now)}
		</time>
	)
}
