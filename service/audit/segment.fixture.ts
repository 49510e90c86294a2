import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createSegment as createStandin } from '../../standin/segment/segment.ts'

export const WRITE_KEY = 'the-write-key-of-the-trial'

/** Segment's stand-in on a port of its own. */
export async function startTrialSegment() {
	const { server, knobs, received } = createStandin({ writeKey: WRITE_KEY })
	server.listen(0, '127.0.0.1')
	await once(server, 'listening')
	return {
		settings: { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, writeKey: WRITE_KEY },
		received,
		/** Throws where the stand-in would answer 400. */
		turn(json: object) {
			const error = knobs.set(json)
			if (error !== null) throw new Error(error)
		},
		reset: knobs.reset,
		close() {
			server.close()
			server.closeAllConnections()
		},
	}
}
