import type { RefusedError } from '../../lib/query/refused-error.ts'

/**
 * The Idempotency-Key of one submission: kept while nobody knows whether it was carried out, so that pressing the button
 * again after a lost answer cannot start a second check; another input is another submission.
 */
export function submissionKeys(newKey: () => string = () => crypto.randomUUID()) {
	let open: { key: string; input: string } | null = null
	return {
		keyOf(input: object): string {
			const text = JSON.stringify(input)
			if (open?.input !== text) open = { key: newKey(), input: text }
			return open.key
		},
		/** The submission has ended. `error` null: carried out. */
		answered(error: RefusedError | null) {
			if (error === null || isAnswer(error)) open = null
		},
	}
}

/** The service itself said no, which is final, unless it is still busy with this very submission. */
const isAnswer = ({ refusal }: RefusedError) =>
	refusal.by === 'service' && refusal.problem.code !== 'idempotency-in-progress'
