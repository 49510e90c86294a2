import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import type { Credentials } from './send.ts'
import type { SignerConstructor } from './signing-time.ts'

/** Below the idle time after which AWS closes a connection, so that a call is not sent into one that just closed. */
const IDLE_MS = 4_000

export type Connections = { httpAgent: HttpAgent; httpsAgent: HttpsAgent }

/**
 * Connections shared by all clients. Their number has no limit of its own: all customers of a region share the hosts of
 * Glue, EMR and STS, so a limit for each host would let one hanging account starve the others. The limit for each
 * account, together with the time of a call, bounds them.
 */
export function createConnections(): Connections {
	const settings = { keepAlive: true, maxSockets: Number.POSITIVE_INFINITY, timeout: IDLE_MS }
	return { httpAgent: new HttpAgent(settings), httpsAgent: new HttpsAgent(settings) }
}

export type ClientSettings = {
	/** Absent: the SDK's own setting (AWS_REGION). */
	region?: string
	credentials: Credentials
	requestHandler: Connections | { handle(): Promise<unknown> }
	maxAttempts: number
	/** Absent: signs with the time at which a request leaves. */
	signerConstructor?: SignerConstructor
}

export const clientSettings = (
	connections: Connections,
	credentials: Credentials,
	region?: string,
): ClientSettings => ({
	...(region === undefined ? {} : { region }),
	credentials,
	requestHandler: connections,
	// The SDK would send again what writes, and would hide a throttle.
	maxAttempts: 1,
})
