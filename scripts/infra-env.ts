import { text } from 'node:stream/consumers'
import { z } from 'zod'

/** A member of a root's outputs that ends in `_settings`: plain settings, and where in Secrets Manager the secret ones lie. */
const settings = z.strictObject({
	environment: z.record(z.string(), z.string()),
	secrets: z.record(z.string(), z.string()),
})
export type DeployedSettings = z.output<typeof settings>

const outputs = z.record(z.string(), z.object({ value: z.unknown() }))

/** What is missing in the outputs, for the person at the terminal. */
export class OutputsError extends Error {
	override name = 'OutputsError'
}

/**
 * The settings of `name` (console, service, worker, cli, beta-service ...) out of what `terraform output -json` printed.
 * Throws OutputsError.
 */
export function deployedSettings(printed: unknown, name: string): DeployedSettings {
	const all = outputs.safeParse(printed)
	if (!all.success) throw new OutputsError('This is not what terraform output -json prints.')
	const found = all.data[`${name.replaceAll('-', '_')}_settings`]
	if (found === undefined) {
		const names = Object.keys(all.data).flatMap((one) => /^(.*)_settings$/.exec(one)?.[1]?.replaceAll('_', '-') ?? [])
		throw new OutputsError(`There are no settings of ${name}. There are: ${names.join(', ') || 'none'}.`)
	}
	const parsed = settings.safeParse(found.value)
	if (!parsed.success) throw new OutputsError(`The settings of ${name} have another shape.`)
	return parsed.data
}

/**
 * An environment file for `node --env-file` and for a shell's `set -a; . FILE`. Single quotes keep dollar signs, JSON and the
 * lines of certificates as they are in both. A secret is a comment that says where it lies: it is never written.
 */
export function environmentFile({ environment, secrets }: DeployedSettings): string {
	const plain = Object.entries(environment).map(([name, value]) => `${name}=${quoted(name, value)}`)
	const secret = Object.entries(secrets).map(([name, reference]) => `# ${name}: ${fetching(reference)}`)
	return [...plain, ...secret].map((line) => `${line}\n`).join('')
}

function quoted(name: string, value: string): string {
	if (value.includes("'")) throw new OutputsError(`${name} holds a single quote, which an environment file cannot.`)
	return `'${value}'`
}

/** A reference is `ARN`, or `ARN:KEY:STAGE:VERSION` with empty parts, as ECS takes it. */
function fetching(reference: string): string {
	const parts = reference.split(':')
	const version = parts[9] ? ` --version-id ${parts[9]}` : ''
	const id = parts.slice(0, 7).join(':')
	return `aws secretsmanager get-secret-value --secret-id ${id}${version} --query SecretString --output text`
}

if (import.meta.main) {
	try {
		const [name] = process.argv.slice(2)
		if (name === undefined)
			throw new OutputsError(
				'Say whose settings: console, service, worker or cli, with terraform output -json on standard input.',
			)
		process.stdout.write(environmentFile(deployedSettings(JSON.parse(await text(process.stdin)), name)))
	} catch (error) {
		if (!(error instanceof OutputsError) && !(error instanceof SyntaxError)) throw error
		console.error(error instanceof OutputsError ? error.message : 'This is not what terraform output -json prints.')
		process.exitCode = 2
	}
}
