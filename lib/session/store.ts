export type Store<State, Event> = {
	/** Fits useSyncExternalStore: called after each change, answers with its own undoing. */
	subscribe(listener: () => void): () => void
	getSnapshot(): State
	dispatch(event: Event): void
	/** True once the state passes `test`, false when it has not after `patience` milliseconds. */
	until(test: (state: State) => boolean, patience: number): Promise<boolean>
}

/** A reducer with listeners, outside of React so that timers and other tabs can drive it. */
export function createStore<State, Event>(
	initial: State,
	next: (state: State, event: Event) => State,
): Store<State, Event> {
	let state = initial
	const listeners = new Set<() => void>()
	const subscribe = (listener: () => void) => {
		listeners.add(listener)
		return () => void listeners.delete(listener)
	}
	return {
		subscribe,
		getSnapshot: () => state,
		dispatch(event) {
			const before = state
			state = next(state, event)
			if (state !== before) for (const listener of [...listeners]) listener()
		},
		until(test, patience) {
			const { promise, resolve } = Promise.withResolvers<boolean>()
			const settle = (passed: boolean) => {
				clearTimeout(timer)
				stop()
				resolve(passed)
			}
			const look = () => test(state) && settle(true)
			const timer = setTimeout(() => settle(false), patience)
			const stop = subscribe(look)
			look()
			return promise
		},
	}
}
