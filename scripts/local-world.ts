import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { ROLES } from '../lib/contract/role.ts'
import account from '../standin/world/account.json' with { type: 'json' }

export type LocalWorld = { portBase: number; dataDir: string; urls: ReturnType<typeof urlsOf>; secrets: Secrets }
type Secrets = z.infer<typeof secretsSchema>

/** Where everything answers. The console and Okta differ in host, so the browser treats them as different sites. */
export const urlsOf = (portBase: number) => ({
	console: `http://localhost:${portBase}`,
	gate: `http://localhost:${portBase + 1}`,
	okta: `http://127.0.0.1:${portBase + 2}`,
	cognito: `http://localhost:${portBase + 3}`,
	world: `http://localhost:${portBase + 4}`,
	service: `http://localhost:${portBase + 5}`,
	segment: `http://localhost:${portBase + 6}`,
})

const text = z.string().min(16)
const secretsSchema = z.object({
	console: text,
	gateProd: text,
	gateBeta: text,
	/** The key pair with which the service speaks to AWS, as the stand-in's IAM user `sluice-service`. */
	awsKeyId: text,
	awsSecret: text,
	segmentWriteKey: text,
})

/** Secrets of this data folder, made at its first start and readable by their owner only. One that is missing is added. */
export function localSecrets(dataDir: string): Secrets {
	const file = join(dataDir, 'secrets.json')
	const kept = secretsSchema.partial().parse(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {})
	const secrets = { ...freshSecrets(), ...kept }
	if (Object.keys(kept).length < Object.keys(secrets).length) {
		mkdirSync(dataDir, { recursive: true, mode: 0o700 })
		writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 })
	}
	return secrets
}

function freshSecrets(): Secrets {
	const random = () => randomBytes(32).toString('base64url')
	const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
	const awsKeyId = `AKIA${Array.from(randomBytes(16), (byte) => letters[byte & 31]).join('')}`
	const awsSecret = randomBytes(30).toString('base64')
	const segmentWriteKey = random()
	return { console: random(), gateProd: random(), gateBeta: random(), awsKeyId, awsSecret, segmentWriteKey }
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
	SLUICE_SERVICE_AWS_KEY_ID: world.secrets.awsKeyId,
	SLUICE_SERVICE_AWS_SECRET: world.secrets.awsSecret,
	SLUICE_SEGMENT_WRITE_KEY: world.secrets.segmentWriteKey,
})

/** The SDK's own variables: only addresses and keys differ from production. */
const awsEnvironment = ({ urls, secrets }: LocalWorld) => ({
	AWS_ENDPOINT_URL: urls.world,
	AWS_ACCESS_KEY_ID: secrets.awsKeyId,
	AWS_SECRET_ACCESS_KEY: secrets.awsSecret,
	AWS_REGION: account.region,
	SLUICE_S3_PATH_STYLE: 'true',
	SLUICE_CUSTOMER_PRINCIPALS: PRINCIPALS.join(','),
})

/** Our roles as customers' trust policies name them, the one in use first. */
const PRINCIPALS = [
	'arn:aws:iam::595280932656:role/segment-datalakes-production-access',
	'arn:aws:iam::294048959147:role/datalakes-aws-worker',
	'arn:aws:iam::294048959147:role/datalakes-customer-service',
	'arn:aws:iam::294048959147:role/customer-datalakes-prod-admin',
]

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
	...awsEnvironment(world),
	DATABASE_URL: process.env.DATABASE_URL,
	SLUICE_SERVICE_PORT: String(world.portBase + 5),
	SLUICE_DATA_DIR: world.dataDir,
	SLUICE_GATE_SECRETS: world.secrets.gateProd,
	SLUICE_ARCHIVE_ROLE_ARN: `arn:aws:iam::${account.accountId}:role/sluice-archive-reader`,
	SLUICE_REPLAY_JOB: readFileSync(new URL('../standin/world/replay-job.json', import.meta.url), 'utf8'),
	SLUICE_SEGMENT_URL: world.urls.segment,
	SLUICE_SEGMENT_WRITE_KEY: world.secrets.segmentWriteKey,
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
