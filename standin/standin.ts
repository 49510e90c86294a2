import { createWriteStream, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createCognito } from './cognito/cognito.ts'
import { createAws } from './customer/aws.ts'
import { createCallLog } from './customer/call-log.ts'
import { createControls } from './customer/controls.ts'
import { createFaults } from './customer/faults.ts'
import { ownAccounts } from './customer/own.ts'
import { loadCustomers } from './customer/world.ts'
import { createGate } from './gate/gate.ts'
import { close, listen } from './listening.ts'
import { loadIdpKeys } from './okta/idp-key.ts'
import { createOkta } from './okta/okta.ts'
import { createSegment } from './segment/segment.ts'
import { type Account, loadAccount, userSession } from './world/account.ts'
import { createClock } from './world/clock.ts'
import { createKeyring, type Keyring } from './world/keyring.ts'
import { createPersonas } from './world/personas.ts'
import { createWorld } from './world/world.ts'

export type StandinOptions = {
	/** First port of the local world; gate, okta, cognito and world listen on +1 to +4, segment on +6. */
	portBase: number
	dataDir: string
	consoleOrigin: string
	/** By stage. A stage without a service is not deployed. */
	serviceOrigins: Record<string, string>
	gateSecrets: Record<string, string>
	/** The long-lived key pair of the user sluice-service; null: nobody has one. */
	serviceKey: { accessKeyId: string; secretAccessKey: string } | null
	/** Of the Segment source. Left out: Segment lets nobody in. */
	segmentWriteKey?: string | undefined
	/** Takes lines for people, without secrets. */
	log: (line: string) => void
}

export type Standin = {
	urls: Record<'gate' | 'okta' | 'cognito' | 'world' | 'segment', string>
	close(): Promise<void>
}

/** Starts the local outside world. Rejects with CannotStart, having closed what was open, when a port is in use. */
export async function startStandin(options: StandinOptions): Promise<Standin> {
	const { portBase, dataDir, consoleOrigin, log } = options
	const urls = {
		gate: `http://localhost:${portBase + 1}`,
		okta: `http://127.0.0.1:${portBase + 2}`,
		cognito: `http://localhost:${portBase + 3}`,
		world: `http://localhost:${portBase + 4}`,
		segment: `http://localhost:${portBase + 6}`,
	}
	mkdirSync(dataDir, { recursive: true, mode: 0o700 })
	const account = loadAccount()
	const clock = createClock()
	const keyring = createKeyring(clock)
	keepServiceKey(account, keyring, options.serviceKey)
	const personas = createPersonas()
	const keys = loadIdpKeys(dataDir)
	const acsUrl = `${consoleOrigin}/sign-in/acs`

	const accessLog = createWriteStream(join(dataDir, 'gate-access.log'), { flags: 'a', mode: 0o600 })
	const application = { acsUrl, audience: 'urn:amazon:webservices', recipient: 'https://signin.aws.amazon.com/saml' }
	const okta = createOkta({ origin: urls.okta, application, keys, personas, clock })
	const certificates = { current: keys.current.certificate, next: keys.next.certificate }
	const provider = { issuer: okta.entityId, certificates, acsUrl }
	const cognito = createCognito({ account, clock, keyring, provider, log })
	const gate = createGate({
		apiId: account.apiId,
		region: account.region,
		accountId: account.accountId,
		clock,
		keyring,
		roles: rolesOf(account),
		consoleOrigin,
		stages: stagesOf(account, options),
		accessLog: (line) => accessLog.write(`${line}\n`),
	})
	const gateKnobs = {
		set: (json: unknown) => gate.knobs.set(json),
		reset: () => gate.knobs.reset(),
		show: () => gate.knobs.settings,
	}
	const customers = loadCustomers(clock, ownAccounts(account, clock.now()))
	const callLog = createCallLog()
	const faults = createFaults(customers)
	const segment = createSegment({ writeKey: options.segmentWriteKey ?? null })
	const world = createWorld({
		account,
		clock,
		keyring,
		personas,
		knobs: { okta: okta.knobs, cognito: cognito.knobs, gate: gateKnobs, aws: faults, segment: segment.knobs },
		customers: createControls(customers, callLog),
		shown: { segment: segment.received.show },
		aws: createAws({ clock, keyring, customers, faults, log: callLog }),
	})

	const servers = { gate: gate.server, okta: okta.server, cognito: cognito.server, world, segment: segment.server }
	async function closeAll(): Promise<void> {
		await Promise.all(Object.values(servers).map(close))
		await new Promise<void>((resolve) => accessLog.end(resolve))
	}
	try {
		await listen(servers.gate, portBase + 1, 'gate')
		await listen(servers.okta, portBase + 2, 'okta')
		await listen(servers.cognito, portBase + 3, 'cognito')
		await listen(servers.world, portBase + 4, 'world')
		await listen(servers.segment, portBase + 6, 'segment')
	} catch (error) {
		await closeAll()
		throw error
	}
	return { urls, close: closeAll }
}

function keepServiceKey(account: Account, keyring: Keyring, key: StandinOptions['serviceKey']): void {
	const user = account.users.find(({ name }) => name === 'sluice-service')
	if (user && key) keyring.keep(userSession(account, user), key.accessKeyId, key.secretAccessKey)
}

/** For each Sluice role the IAM roles that carry it: the identity pool's and the CLI's. */
function rolesOf(account: Account) {
	const both = (role: string) =>
		account.roles
			.filter(({ name }) => /^sluice-(console|cli)-/.test(name) && name.endsWith(`-${role}`))
			.map(({ arn }) => arn)
	return {
		viewer: both('viewer'),
		support: both('support'),
		engineer: both('engineer'),
		admin: both('admin'),
		auditor: both('auditor'),
	}
}

function stagesOf(account: Account, { serviceOrigins, gateSecrets }: StandinOptions) {
	const deployed = account.stages.flatMap((stage) => {
		const backend = serviceOrigins[stage]
		return backend ? [[stage, { backend, variables: { gateSecret: gateSecrets[stage] ?? '' } }] as const] : []
	})
	return Object.fromEntries(deployed)
}
