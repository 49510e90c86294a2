import pino from 'pino'
import { openStore } from '../store/store.ts'
import { outboxState } from './outbox-state.ts'
import { startRelay } from './relay.ts'
import { createSegment } from './segment.ts'

/** A process that does nothing but relay, to be killed. Its one argument says where; any message asks how it is. */
const { store: place, segment, pace } = JSON.parse(process.argv[2] ?? '{}')
const store = await openStore(place)
const relay = startRelay({ db: store.db, send: createSegment(segment), log: pino({ level: 'silent' }) }, pace)

process.on('message', async () => {
	const state = await outboxState(store.db)
	gc?.()
	const { heapUsed, rss } = process.memoryUsage()
	process.send?.({ state, heapUsed, rss })
})
// Whoever started it is gone, whether its proof ended or was cut short.
process.once('disconnect', () => process.exit())
process.once('SIGTERM', async () => {
	await relay.stop()
	await store.close()
	process.disconnect()
})
