/** Rejection of `within`. */
export class DeadlineError extends Error {
	override name = 'DeadlineError'
}

/** `work`, or a DeadlineError once `milliseconds` have passed. The work itself goes on; its later failure is swallowed. */
export function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
	const { promise, resolve, reject } = Promise.withResolvers<T>()
	const timer = setTimeout(() => reject(new DeadlineError(`took longer than ${milliseconds} ms`)), milliseconds)
	const settled =
		<V>(settle: (value: V) => void) =>
		(value: V) => {
			clearTimeout(timer)
			settle(value)
		}
	work.then(settled(resolve), settled(reject))
	return promise
}
