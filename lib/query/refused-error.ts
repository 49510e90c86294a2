import { describeRefusal } from '../gateway/describe-refusal.ts'
import type { Refusal } from '../gateway/refusal.ts'

/** Carries an expected refusal through react-query, which knows errors only. Its message is the refusal's title. */
export class RefusedError extends Error {
	override name = 'RefusedError'
	readonly refusal: Refusal

	constructor(refusal: Refusal) {
		super(describeRefusal(refusal).title)
		this.refusal = refusal
	}
}

declare module '@tanstack/react-query' {
	interface Register {
		defaultError: RefusedError
	}
}
