import { z } from 'zod'
import { origin, parseEnvironment, port, rotating, SettingsError, secret, variable } from './environment.ts'
import { type ReplayJob, replayJob } from './replay-job.ts'
import { type SamlSettings, samlEnvironment, samlSettings } from './saml.ts'

const ROLE_NAMES = ['admin', 'engineer', 'auditor', 'support', 'viewer'] as const
const arn = z.string().regex(/^arn:aws:iam::\d{12}:role\/.+/, 'must be a role ARN')
const arns = z.array(arn)

const json = (example: string) =>
	z.string().transform((text, context) => {
		try {
			return JSON.parse(text) as unknown
		} catch {
			context.addIssue(`must be JSON such as ${example}`)
			return z.NEVER
		}
	})

const storeEnvironment = z.object({
	DATABASE_URL: secret(
		z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// URL' }).optional(),
		'PostgreSQL 15 or newer for data and jobs; without it an embedded database for one process.',
		'postgres://sluice:password@db.internal:5432/sluice?sslmode=verify-full',
	),
	SLUICE_DATA_DIR: variable(
		z.string().default('.sluice'),
		'Folder of the embedded database, used without DATABASE_URL only.',
		'.sluice',
	),
})

/** The write key travels with every event: in the clear at most to this machine. */
const segmentOrigin = origin.refine((text) => /^https:|^http:\/\/(localhost|127\.0\.0\.1)(:\d+)?$/.test(text), {
	error: 'must be https',
})

const JOB_EXAMPLE = {
	jar: 'command-runner.jar',
	args: [
		'spark-submit',
		's3://sluice-jobs/replay.py',
		'${token}',
		'${sourceId}',
		'${from}',
		'${to}',
		'${archive}',
		'${bucket}',
	],
	honoursClaim: true,
}

const count = (most: number, error: string) => z.coerce.number(error).int(error).min(1, error).max(most, error)

/** What one process of the service does; `all` is both others in one. */
const PROCESSES = ['all', 'http', 'worker'] as const
type Process = (typeof PROCESSES)[number]

export const serviceEnvironment = z.object({
	SLUICE_PROCESS: variable(
		z.enum(PROCESSES, 'must be all, http or worker').default('all'),
		'What this process does: http answers requests, worker does the long work and delivers track events, all does both and is the only choice without DATABASE_URL.',
		'worker',
	),
	SLUICE_SERVICE_PORT: variable(port, 'Port on which the service listens.', '3005'),
	SLUICE_SERVICE_HOST: variable(z.string().default('127.0.0.1'), 'Address on which the service listens.', '0.0.0.0'),
	...storeEnvironment.shape,
	SLUICE_GATE_SECRETS: secret(
		rotating('shared secret', 32),
		'By this the service knows the gate, whose stage variable gateSecret holds the same; two are valid while it is rotated.',
		'32-random-characters-or-more-go-here',
	),
	SLUICE_CONSOLE_ORIGIN: variable(
		origin,
		'The only origin whose pages may read answers.',
		'https://console.example.com',
	),
	SLUICE_ROLE_ARNS: variable(
		json('{"viewer":["arn:aws:iam::111122223333:role/console-viewer"], ...}').pipe(
			z.strictObject(Object.fromEntries(ROLE_NAMES.map((name) => [name, arns])) as Record<RoleName, typeof arns>),
		),
		'The IAM roles of the identity pool and of the terminal for each role of Sluice; each name says console or cli.',
		JSON.stringify(
			Object.fromEntries(
				ROLE_NAMES.map((name) => [
					name,
					['console', 'cli'].map((via) => `arn:aws:iam::111122223333:role/sluice-${via}-${name}`),
				]),
			),
		),
	),
	// Read by the AWS SDK itself. Asked for here, so that its absence is said at the start.
	AWS_REGION: variable(
		z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be an AWS region such as us-west-2'),
		'Where our own roles are assumed.',
		'us-west-2',
	),
	SLUICE_CUSTOMER_PRINCIPALS: variable(
		z
			.string()
			.transform((text) => text.split(',').map((part) => part.trim()))
			.pipe(arns),
		'Our roles as the trust policies of customers name them, separated by commas: the one in use, then older ones.',
		'arn:aws:iam::111122223333:role/sluice-access',
	),
	SLUICE_S3_PATH_STYLE: variable(
		z
			.enum(['true', 'false'], 'must be true or false')
			.default('false')
			.transform((text) => text === 'true'),
		'Whether buckets stand in the path, for an S3 that answers on one host only.',
		'false',
	),
	SLUICE_ARCHIVE_ROLE_ARN: variable(
		arn,
		'Our role that may read the archives.',
		'arn:aws:iam::111122223333:role/sluice-archive-reader',
	),
	SLUICE_REPLAY_JOB: variable(
		json('{"jar":"command-runner.jar","args":["spark-submit", ...],"honoursClaim":true}').pipe(replayJob),
		'The step that loads one part of a replay, with placeholders in its arguments.',
		JSON.stringify(JOB_EXAMPLE),
	),
	SLUICE_REPLAY_LIMIT_DAYS: variable(
		count(3_660, 'must be a number of days').default(7),
		'How many days of one source are replayed within 30 days before a second person must approve.',
		'7',
	),
	SLUICE_REPLAY_LIMIT_BYTES: variable(
		count(2 ** 50, 'must be a number of bytes').default(100 * 2 ** 30),
		'How many bytes of one source are replayed within 30 days before a second person must approve.',
		'107374182400',
	),
	SLUICE_DRAIN_SECONDS: variable(
		z.coerce.number().int().min(0).max(25).default(0),
		'How long /readyz says no before the listener closes, so that load balancers look away first.',
		'12',
	),
	SLUICE_SEGMENT_URL: variable(
		segmentOrigin.optional(),
		'Where track events are delivered; together with its write key, or none are.',
		'https://api.segment.io',
	),
	SLUICE_SEGMENT_WRITE_KEY: secret(
		z
			.string()
			.regex(/^[\x21-\x39\x3b-\x7e]+$/, 'must be printable, without a colon')
			.optional(),
		'Write key of the Segment source that receives track events.',
		'write-key-of-the-source',
	),
	SLUICE_LOG_LEVEL: variable(
		z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
		'The least that the log on standard output tells.',
		'info',
	),
	...samlEnvironment.shape,
})
type RoleName = (typeof ROLE_NAMES)[number]

/** Where the data is. */
export type StoreSettings = {
	/** Postgres when set; otherwise an embedded database in `dataDir`. */
	databaseUrl: string | null
	dataDir: string
}

export type ServiceSettings = StoreSettings & {
	process: Process
	port: number
	host: string
	/** One, or two while the secret is rotated. */
	gateSecrets: string[]
	consoleOrigin: string
	/** IAM role ARNs of the pool and of the CLI for each role. */
	roleArns: Record<RoleName, string[]>
	/** How long /readyz says no before the listener closes, so that load balancers look away first. Seconds. */
	drainSeconds: number
	logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
	aws: {
		/** Our roles as the customers' trust policies name them: the one in use, then older ones that some still name. */
		principals: string[]
		/** For an S3 that answers on one host only. */
		s3PathStyle: boolean
	}
	replays: {
		/** Our role that may read the archives. */
		archiveRoleArn: string
		job: ReplayJob
		/** How much of one source is replayed within 30 days before a second person approves. */
		limits: { days: number; bytes: number }
	}
	saml: SamlSettings
	/** The source that gets a track event for each request; null: none does. */
	segment: { url: string; writeKey: string } | null
}

/** All that an operator's command needs of the environment. Throws SettingsError. */
export const storeSettings = (env: Record<string, string | undefined>): StoreSettings =>
	placeOf(parseEnvironment(storeEnvironment, env))

const placeOf = (parsed: z.output<typeof storeEnvironment>): StoreSettings => ({
	databaseUrl: parsed.DATABASE_URL ?? null,
	dataDir: parsed.SLUICE_DATA_DIR,
})

function processOf({ SLUICE_PROCESS: wanted, DATABASE_URL: url }: z.output<typeof serviceEnvironment>): Process {
	if (wanted === 'all' || url !== undefined) return wanted
	const why = 'must be all without DATABASE_URL: nobody else can open the embedded database'
	throw new SettingsError(`Settings are not usable:\n  SLUICE_PROCESS: ${why}`)
}

function segmentOf({
	SLUICE_SEGMENT_URL: url,
	SLUICE_SEGMENT_WRITE_KEY: writeKey,
}: z.output<typeof serviceEnvironment>) {
	if (url !== undefined && writeKey !== undefined) return { url, writeKey }
	if (url === undefined && writeKey === undefined) return null
	const [missing, given] =
		url === undefined
			? ['SLUICE_SEGMENT_URL', 'SLUICE_SEGMENT_WRITE_KEY']
			: ['SLUICE_SEGMENT_WRITE_KEY', 'SLUICE_SEGMENT_URL']
	throw new SettingsError(`Settings are not usable:\n  ${missing}: must be set together with ${given}`)
}

export function serviceSettings(env: Record<string, string | undefined>): ServiceSettings {
	const parsed = parseEnvironment(serviceEnvironment, env)
	return {
		process: processOf(parsed),
		port: parsed.SLUICE_SERVICE_PORT,
		host: parsed.SLUICE_SERVICE_HOST,
		...placeOf(parsed),
		gateSecrets: parsed.SLUICE_GATE_SECRETS,
		consoleOrigin: parsed.SLUICE_CONSOLE_ORIGIN,
		roleArns: parsed.SLUICE_ROLE_ARNS,
		drainSeconds: parsed.SLUICE_DRAIN_SECONDS,
		logLevel: parsed.SLUICE_LOG_LEVEL,
		aws: { principals: parsed.SLUICE_CUSTOMER_PRINCIPALS, s3PathStyle: parsed.SLUICE_S3_PATH_STYLE },
		replays: {
			archiveRoleArn: parsed.SLUICE_ARCHIVE_ROLE_ARN,
			job: parsed.SLUICE_REPLAY_JOB,
			limits: { days: parsed.SLUICE_REPLAY_LIMIT_DAYS, bytes: parsed.SLUICE_REPLAY_LIMIT_BYTES },
		},
		saml: samlSettings(parsed),
		segment: segmentOf(parsed),
	}
}
