import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { loadAccount, userSession } from '../world/account.ts'
import { createClock, type MovableClock } from '../world/clock.ts'
import { createKeyring, type Keyring } from '../world/keyring.ts'
import { createPersonas } from '../world/personas.ts'
import { createWorld } from '../world/world.ts'
import { createAws } from './aws.ts'
import { createCallLog } from './call-log.ts'
import { createControls } from './controls.ts'
import { createFaults } from './faults.ts'
import { ownAccounts } from './own.ts'
import { type Customers, loadCustomers } from './world.ts'

/** The key pair of the user sluice-service in every trial. */
export const SERVICE_KEY = { accessKeyId: 'AKIATRIALTRIALTRIAL2', secretAccessKey: 'a secret of the trials alone' }

export type TrialWorld = {
	endpoint: string
	clock: MovableClock
	keyring: Keyring
	customers: Customers
	/** A call below `/_world`; the answer's JSON. */
	world(path: string, body?: unknown): Promise<{ status: number; json: unknown }>
	close(): Promise<void>
}

/** For tests: the customers' accounts on a free port, with `/_world` beside them. */
export async function startTrialWorld(): Promise<TrialWorld> {
	const account = loadAccount()
	const clock = createClock()
	const keyring = createKeyring(clock)
	const [user] = account.users
	if (user) keyring.keep(userSession(account, user), SERVICE_KEY.accessKeyId, SERVICE_KEY.secretAccessKey)
	const customers = loadCustomers(clock, ownAccounts(account, clock.now()))
	const log = createCallLog()
	const faults = createFaults(customers)
	const server: Server = createWorld({
		account,
		clock,
		keyring,
		personas: createPersonas(),
		knobs: { aws: faults },
		customers: createControls(customers, log),
		shown: {},
		aws: createAws({ clock, keyring, customers, faults, log }),
	})
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
	const { port } = server.address() as AddressInfo
	const endpoint = `http://127.0.0.1:${port}`
	return {
		endpoint,
		clock,
		keyring,
		customers,
		async world(path, body) {
			const headers = { 'content-type': 'application/json' }
			const init = body === undefined ? {} : { method: 'POST', headers, body: JSON.stringify(body) }
			const answer = await fetch(`${endpoint}/_world${path}`, init)
			return { status: answer.status, json: await answer.json() }
		},
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve())
				server.closeAllConnections()
			}),
	}
}
