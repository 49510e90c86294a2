import { readFileSync } from 'node:fs'
import { cliSettings } from '../lib/settings/cli.ts'
import { consoleSettings } from '../lib/settings/console.ts'
import { serviceSettings } from '../lib/settings/service.ts'
import { type DeployedSettings, deployedSettings, OutputsError } from './infra-env.ts'

type Environment = Record<string, string>

/** Stands for any secret: long enough for each, and an address where one is read. */
const secretOf = (name: string) => (name === 'DATABASE_URL' ? 'postgres://sluice:x@db.example/sluice' : 'a'.repeat(32))

type Reader = { file: string; read: (env: Environment) => unknown }

const READERS: Record<string, Reader> = {
	console: { file: 'console', read: consoleSettings },
	service: { file: 'service', read: serviceSettings },
	worker: { file: 'service', read: serviceSettings },
	cli: { file: 'cli', read: (env) => cliSettings({}, env, { path: '', text: null }) },
}

/**
 * Where the settings that a root prints (as `terraform output -json`) are not those that console, service and terminal
 * read: absent, refused by them, or unknown to them. One line for each; empty when all is well.
 */
export function settingsFaults(outputs: Record<string, { value: unknown }>): string[] {
	const names = Object.keys(outputs).flatMap(
		(output) => /^(.*)_settings$/.exec(output)?.[1]?.replaceAll('_', '-') ?? [],
	)
	return [...new Set([...Object.keys(READERS), ...names])].flatMap((name) => {
		const reader = READERS[name.split('-').at(-1) ?? '']
		return (reader === undefined ? ['nobody reads these'] : faultsOf(outputs, name, reader)).map(
			(fault) => `${name.replaceAll('-', '_')}_settings: ${fault}`,
		)
	})
}

function faultsOf(outputs: Record<string, { value: unknown }>, name: string, { file, read }: Reader): string[] {
	try {
		const deployed = deployedSettings(outputs, name)
		return [...refusal(read, deployed), ...unknown(file, deployed)]
	} catch (error) {
		if (error instanceof OutputsError) return [error.message]
		throw error
	}
}

function refusal(read: (env: Environment) => unknown, { environment, secrets }: DeployedSettings): string[] {
	const secret = Object.fromEntries(Object.keys(secrets).map((name) => [name, secretOf(name)]))
	try {
		read({ ...environment, ...secret })
		return []
	} catch (error) {
		return [error instanceof Error ? error.message : String(error)]
	}
}

/** The schemas drop what they do not know, so names are looked for in their text. */
function unknown(file: string, { environment, secrets }: DeployedSettings): string[] {
	const folder = new URL('../lib/settings/', import.meta.url)
	const text = [file, 'saml'].map((name) => readFileSync(new URL(`${name}.ts`, folder), 'utf8')).join('\n')
	const known = new Set(text.match(/\b[A-Z][A-Z_]+\b/g))
	return [...Object.keys(environment), ...Object.keys(secrets)]
		.filter((name) => !known.has(name))
		.map((name) => `nobody reads ${name}`)
}
