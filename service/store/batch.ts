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

	// The requests that arrive in the same turn of the event loop, on any connection, share a flush, and so do those that the
	// last flush let go on: a busy loop sends few large flushes, an idle one does not wait.
	function flushSoon() {
		running = waiting.length > 0
		if (running) setImmediate(drain)
	}

	async function drain() {
		const taken = waiting.slice(0, most)
		waiting = waiting.slice(most)
		try {
			const answers = await flush(taken.map(({ item }) => item))
			if (answers.length !== taken.length) throw new Error(`flush answered ${answers.length} of ${taken.length} items`)
			for (const [index, { resolve }] of taken.entries()) resolve(answers[index] as Answer)
		} catch (error) {
			for (const { reject } of taken) reject(error)
		}
		flushSoon()
	}

	return (item) =>
		new Promise((resolve, reject) => {
			waiting.push({ item, resolve, reject })
			if (!running) flushSoon()
		})
}
