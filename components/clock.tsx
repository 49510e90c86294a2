'use client'
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'

const TICK_MS = 15_000

const Clock = createContext<() => number>(Date.now)

/** `now` in epoch ms, corrected where the laptop's clock is known to be wrong. */
export function ClockProvider({ now, children }: { now: () => number; children: ReactNode }) {
	return <Clock value={now}>{children}</Clock>
}

/** The present in epoch ms, moving on every `every` ms. */
export function useNow(every = TICK_MS): number {
	const now = useContext(Clock)
	const [at, setAt] = useState(now)
	useEffect(() => {
		const timer = setInterval(() => setAt(now()), every)
		return () => clearInterval(timer)
	}, [now, every])
	return at
}
