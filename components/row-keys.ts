'use client'
import { useEffect, useRef } from 'react'
import { useShortcut } from './shortcuts.tsx'

type Shown = {
	/** What the list was asked for. */
	asked: string
	/** False while the rows are still those of an earlier question. */
	settled: boolean
}

const LEAD = 'lead-to-first-row'

/** j and k move through the rows of a list; Enter then opens, since the focus is on the row's own link or button. */
export function useRowKeys({ asked, settled }: Shown = { asked: '', settled: true }) {
	useShortcut('j', 'Next row', () => move(1))
	useShortcut('k', 'Previous row', () => move(-1))
	const waiting = useRef<{ asked: string; from: Element | null } | null>(null)
	useEffect(() => {
		const lead = () => {
			if (settled) focusRow(rows()[0])
			else waiting.current = { asked, from: document.activeElement }
		}
		document.addEventListener(LEAD, lead)
		return () => document.removeEventListener(LEAD, lead)
	}, [asked, settled])
	useEffect(() => {
		const { current } = waiting
		if (!settled || !current) return
		waiting.current = null
		// Whoever typed on, or went elsewhere meanwhile, no longer waits for this.
		if (current.asked === asked && current.from === document.activeElement) focusRow(rows()[0])
	}, [asked, settled])
}

const rows = () => [...document.querySelectorAll<HTMLElement>('[data-row]')]

function move(step: 1 | -1) {
	const all = rows()
	const at = all.findIndex((row) => row.contains(document.activeElement))
	const next = at < 0 ? 0 : Math.min(Math.max(at + step, 0), all.length - 1)
	focusRow(all[next])
}

/** For a search field: leads from what was typed to what was found, once that is there. */
export const leadToFirstRow = () => document.dispatchEvent(new Event(LEAD))

/** A row that holds more than one link marks its own. */
const focusRow = (row: Element | undefined) =>
	(row?.querySelector<HTMLElement>('[data-row-link]') ?? row?.querySelector<HTMLElement>('a, button'))?.focus()
