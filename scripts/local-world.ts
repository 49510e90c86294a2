import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROLES } from '../lib/contract/role.ts'
import account from '../standin/world/account.json' with { type: 'json' }

export type LocalWorld = { portBase: number; dataDir: string; urls: ReturnType<typeof urlsOf>; secrets: Secrets }
type Secrets = { console: string; gateProd: string; gateBeta: string }

/** Where everything answers. The console and Okta differ in host, so the browser treats them as different sites. */
export const urlsOf = (portBase: number) => ({
	console: `http://localhost:${portBase}`,
	gate: `http://localhost:${portBase + 1}`,
	okta: `http://127.0.0.1:${portBase + 2}`,
	cognito: `http://localhost:${portBase + 3}`,
	world: `http://localhost:${portBase + 4}`,
	service: `http://localhost:${portBase + 5}`,
})

/** Secrets of this data folder, made at its first start and readable by their owner only. */
export function localSecrets(dataDir: string): Secrets {
	const file = join(dataDir, 'secrets.json')
	if (!existsSync(file)) {
		mkdirSync(dataDir, { recursive: true, mode: 0o700 })
		const fresh = () => randomBytes(32).toString('base64url')
		writeFileSync(file, JSON.stringify({ console: fresh(), gateProd: fresh(), gateBeta: fresh() }), { mode: 0o600 })
	}
	return JSON.parse(readFileSync(file, 'utf8')) as Secrets
}

/** Nothing of the outer environment that could reach a real account or another Sluice passes into the local world. */
function inherited(): NodeJS.ProcessEnv {
	const kept = Object.entries(process.env).filter(([name]) => !/^(AWS_|SLUICE_)/.test(name))
	const quiet = { AWS_EC2_METADATA_DISABLED: 'true', NEXT_TELEMETRY_DISABLED: '1' }
	return { NODE_ENV: 'production', ...Object.fromEntries(kept), ...quiet }
}

export const standinEnvironment = (world: LocalWorld): NodeJS.ProcessEnv => ({
	...inherited(),
	SLUICE_PORT_BASE: String(world.portBase),
	SLUICE_DATA_DIR: world.dataDir,
	SLUICE_GATE_SECRET: world.secrets.gateProd,
	SLUICE_GATE_SECRET_BETA: world.secrets.gateBeta,
	/** The gate has a stage `beta` when the person runs a second service and names it. */
	SLUICE_BETA_ORIGIN: process.env.SLUICE_BETA_ORIGIN,
})

function samlEnvironment({ urls, dataDir }: LocalWorld) {
	return {
		SLUICE_IDP_ISSUER: `${urls.okta}/metadata`,
		SLUICE_IDP_CERTIFICATES: readFileSync(join(dataDir, 'okta/idp.cert.pem'), 'utf8'),
		SLUICE_ACS_URL: `${urls.console}/sign-in/acs`,
		SLUICE_CONSOLE_ORIGIN: urls.console,
	}
}

export const serviceEnvironment = (world: LocalWorld): NodeJS.ProcessEnv => ({
	...inherited(),
	...samlEnvironment(world),
	DATABASE_URL: process.env.DATABASE_URL,
	SLUICE_SERVICE_PORT: String(world.portBase + 5),
	SLUICE_DATA_DIR: world.dataDir,
	SLUICE_GATE_SECRETS: world.secrets.gateProd,
	SLUICE_ROLE_ARNS: JSON.stringify(
		Object.fromEntries(
			ROLES.map((role) => [
				role,
				['console', 'cli'].map((path) => `arn:aws:iam::${account.accountId}:role/sluice-${path}-${role}`),
			]),
		),
	),
})

export const consoleEnvironment = (world: LocalWorld): NodeJS.ProcessEnv => ({
	...inherited(),
	...samlEnvironment(world),
	PORT: String(world.portBase),
	HOSTNAME: '127.0.0.1',
	SLUICE_CONSOLE_SECRETS: world.secrets.console,
	SLUICE_IDP_SSO_URL: `${world.urls.okta}/sso`,
	SLUICE_GATE_URL: `${world.urls.gate}/prod`,
	SLUICE_COGNITO_URL: world.urls.cognito,
	SLUICE_REGION: account.region,
	SLUICE_IDENTITY_POOL_ID: account.identityPool.id,
	SLUICE_SAML_PROVIDER_ARN: account.samlProviderArn,
	SLUICE_ENVIRONMENT: 'local',
})

/** Throws when the text is no usable first port. */
export function readPortBase(text = '3000'): number {
	const base = Number(text)
	if (Number.isInteger(base) && base >= 1 && base <= 65_529) return base
	throw new Error(`SLUICE_PORT_BASE must be a whole number from 1 to 65529, not "${text}".`)
}
