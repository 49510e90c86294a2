import type { SessionParts } from './ports.ts'

/** Sign out has to feel done: past this the credentials are forgotten here and run out by themselves. */
const PATIENCE = 3_000

/** Tells the other tabs first, then the service, then has the browser forget what the server can name. Never fails. */
export async function endSession({ trip, siblings, connect, clearSite }: SessionParts): Promise<void> {
	trip.noteSignedOut()
	trip.end()
	siblings.tell({ type: 'signed-out' })
	const connection = await connect().catch(() => null)
	await connection?.client.call('sessions.end', {}, { signal: AbortSignal.timeout(PATIENCE) })
	await connection?.clear()
	await clearSite().catch(() => null)
}
