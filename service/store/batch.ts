/**
 * Group commit: while one flush is under way, what arrives is gathered and goes out together in the next one.
 * A lone item is flushed at the end of the turn; there is no timer. `flush` answers in the order of its items; when it rejects,
 * every item of that flush rejects with the same error, so items must be valid before they get here.
 */
export function createBatch<Item, Answer>(
	flush: (items: Item[]) => Promise<Answer[]>,
	most = 500,
): (item: Item) => Promise<Answer> {
	type Waiting = { item: Item; resolve: (answer: Answer) => void; reject: (error: unknown) => void }
	let waiting: Waiting[] = []
	let running = false

	async function drain() {
		running = true
		while (waiting.length > 0) {
			const taken = waiting.slice(0, most)
			waiting = waiting.slice(most)
			try {
				const answers = await flush(taken.map(({ item }) => item))
				if (answers.length !== taken.length)
					throw new Error(`flush answered ${answers.length} of ${taken.length} items`)
				for (const [index, { resolve }] of taken.entries()) resolve(answers[index] as Answer)
			} catch (error) {
				for (const { reject } of taken) reject(error)
			}
		}
		running = false
	}

	return (item) =>
		new Promise((resolve, reject) => {
			waiting.push({ item, resolve, reject })
			// The requests that arrive in the same turn of the event loop, on any connection, share the first flush.
			if (!running && waiting.length === 1) setImmediate(drain)
		})
}
