/**
 * Kleene's three-valued logic: `unknown` is a value that is either true or false, we only cannot say which.
 * With no unknown key in a request it never appears and everything below is plain boolean logic.
 */
export type Truth = boolean | 'unknown'

export function not(value: Truth): Truth {
	return value === 'unknown' ? 'unknown' : !value
}

/** True when every item is; one false item settles it whatever the unknown ones are. */
export function every<T>(items: readonly T[], test: (item: T) => Truth): Truth {
	let result: Truth = true
	for (const item of items) {
		const truth = test(item)
		if (truth === false) return false
		if (truth === 'unknown') result = 'unknown'
	}
	return result
}

/** True when any item is; one true item settles it whatever the unknown ones are. */
export function some<T>(items: readonly T[], test: (item: T) => Truth): Truth {
	return not(every(items, (item) => not(test(item))))
}
