'use client'
import { useShortcut } from './shortcuts.tsx'

/** j and k move through the rows of a list; Enter then opens, since the focus is on the row's own link or button. */
export function useRowKeys() {
	useShortcut('j', 'Next row', () => move(1))
	useShortcut('k', 'Previous row', () => move(-1))
}

function move(step: 1 | -1) {
	const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')]
	const at = rows.findIndex((row) => row.contains(document.activeElement))
	const next = at < 0 ? 0 : Math.min(Math.max(at + step, 0), rows.length - 1)
	focusRow(rows[next])
}

/** For a search field: leads from what was typed to what was found. */
export const focusFirstRow = () => focusRow(document.querySelector('[data-row]'))

/** A row that holds more than one link marks its own. */
const focusRow = (row: Element | null | undefined) =>
	(row?.querySelector<HTMLElement>('[data-row-link]') ?? row?.querySelector<HTMLElement>('a, button'))?.focus()
