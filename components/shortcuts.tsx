'use client'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react'

const SEQUENCE_MS = 1000
const PREFERENCE = 'sluice.single-keys'

/** `keys` is one key or a sequence such as "g s", in the spelling of KeyboardEvent.key. */
export type Shortcut = { keys: string; name: string; run: () => void }

type Shortcuts = {
	add: (shortcut: Shortcut) => () => void
	/** What works right now, in the order in which it was added. */
	list: () => Shortcut[]
	enabled: boolean
	setEnabled: (enabled: boolean) => void
}

const Context = createContext<Shortcuts | null>(null)

export function useShortcuts(): Shortcuts {
	const shortcuts = useContext(Context)
	if (!shortcuts) throw new Error('useShortcuts needs a ShortcutsProvider above it')
	return shortcuts
}

/** `run` may change from render to render; `keys` and `name` stay. */
export function useShortcut(keys: string, name: string, run: () => void) {
	const { add } = useShortcuts()
	const latest = useRef(run)
	useEffect(() => {
		latest.current = run
	})
	useEffect(() => add({ keys, name, run: () => latest.current() }), [add, keys, name])
}

const isTyping = (target: EventTarget | null) =>
	target instanceof HTMLElement &&
	(target.isContentEditable || target.closest('input, textarea, select, [role="menu"], [role="dialog"]') !== null)

/** Single keys do nothing while somebody types, with a modifier held, or once switched off (WCAG 2.2, 2.1.4). */
export function ShortcutsProvider({ children }: { children: ReactNode }) {
	const [enabled, setEnabled] = useState(true)
	const known = useRef<Shortcut[]>([])
	useEffect(() => setEnabled(localStorage.getItem(PREFERENCE) !== 'off'), [])
	useEffect(() => {
		if (!enabled) return
		let first = { key: '', at: 0 }
		const onKeyDown = (event: KeyboardEvent) => {
			if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target)) return
			const sequence = event.timeStamp - first.at < SEQUENCE_MS ? `${first.key} ${event.key}` : event.key
			const found = known.current.findLast(({ keys }) => keys === sequence || keys === event.key)
			first = { key: event.key, at: event.timeStamp }
			if (!found) return
			event.preventDefault()
			found.run()
		}
		addEventListener('keydown', onKeyDown)
		return () => removeEventListener('keydown', onKeyDown)
	}, [enabled])
	const value = useMemo<Shortcuts>(
		() => ({
			add: (shortcut) => {
				known.current.push(shortcut)
				return () => {
					known.current = known.current.filter((other) => other !== shortcut)
				}
			},
			list: () => known.current,
			enabled,
			setEnabled: (wanted) => {
				localStorage.setItem(PREFERENCE, wanted ? 'on' : 'off')
				setEnabled(wanted)
			},
		}),
		[enabled],
	)
	return <Context value={value}>{children}</Context>
}
