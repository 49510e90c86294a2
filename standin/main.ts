import { z } from 'zod'
import { CannotStart } from './listening.ts'
import { startStandin } from './standin.ts'

const originSchema = z.url('must be an origin such as http://localhost:3000').transform((text) => new URL(text).origin)
const secret = z.string({ error: 'must be set' }).min(16, 'must be at least 16 characters')

const environment = z
	.object({
		SLUICE_PORT_BASE: z
			.string()
			.regex(/^\d+$/, 'must be a port number')
			.transform(Number)
			.refine((port) => port >= 1 && port <= 65_529, 'must be a port from 1 to 65529')
			.default(3000),
		SLUICE_DATA_DIR: z.string().min(1).default('.sluice'),
		SLUICE_CONSOLE_ORIGIN: originSchema.optional(),
		SLUICE_SERVICE_ORIGIN: originSchema.optional(),
		SLUICE_BETA_ORIGIN: originSchema.optional(),
		SLUICE_GATE_SECRET: secret,
		SLUICE_GATE_SECRET_BETA: secret.optional(),
		/** Key pair of the user that Sluice's service acts as. Without it nobody is known to the customers' AWS at a start. */
		SLUICE_SERVICE_AWS_KEY_ID: z
			.string()
			.regex(/^AKIA[A-Z2-7]{16}$/, 'must be AKIA and 16 of A-Z and 2-7')
			.optional(),
		SLUICE_SERVICE_AWS_SECRET: secret.optional(),
		SLUICE_SEGMENT_WRITE_KEY: secret.optional(),
	})
	.refine((env) => !env.SLUICE_SERVICE_AWS_KEY_ID === !env.SLUICE_SERVICE_AWS_SECRET, {
		path: ['SLUICE_SERVICE_AWS_SECRET'],
		message: 'must be set together with SLUICE_SERVICE_AWS_KEY_ID',
	})

/** Parses the environment, starts, says so in one JSON line, and stops at the first signal. */
async function main(): Promise<void> {
	const parsed = environment.safeParse(process.env)
	if (!parsed.success) {
		const [issue] = parsed.error.issues
		return fail(`${issue?.path.join('.')}: ${issue?.message}`)
	}
	const env = parsed.data
	const port = env.SLUICE_PORT_BASE
	const serviceOrigins = { prod: env.SLUICE_SERVICE_ORIGIN ?? `http://127.0.0.1:${port + 5}` }
	const gateSecrets = { prod: env.SLUICE_GATE_SECRET }
	const standin = await startStandin({
		portBase: port,
		dataDir: env.SLUICE_DATA_DIR,
		consoleOrigin: env.SLUICE_CONSOLE_ORIGIN ?? `http://localhost:${port}`,
		serviceOrigins: env.SLUICE_BETA_ORIGIN ? { ...serviceOrigins, beta: env.SLUICE_BETA_ORIGIN } : serviceOrigins,
		serviceKey: serviceKeyOf(env),
		segmentWriteKey: env.SLUICE_SEGMENT_WRITE_KEY,
		gateSecrets: env.SLUICE_GATE_SECRET_BETA ? { ...gateSecrets, beta: env.SLUICE_GATE_SECRET_BETA } : gateSecrets,
		log: (line) => process.stderr.write(`${line}\n`),
	})
	const stop = () => void standin.close().then(() => process.exit(0))
	process.once('SIGTERM', stop)
	process.once('SIGINT', stop)
	// Whoever reads this may send a signal at once.
	process.stdout.write(`${JSON.stringify({ ready: true, urls: standin.urls, dataDir: env.SLUICE_DATA_DIR })}\n`)
}

function serviceKeyOf(env: z.infer<typeof environment>) {
	const { SLUICE_SERVICE_AWS_KEY_ID: accessKeyId, SLUICE_SERVICE_AWS_SECRET: secretAccessKey } = env
	return accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : null
}

function fail(line: string): void {
	process.stderr.write(`${line}\n`)
	process.exitCode = 1
}

main().catch((error: unknown) => {
	if (error instanceof CannotStart) fail(error.message)
	else throw error
})
