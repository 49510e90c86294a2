import { readFileSync } from 'node:fs'
import { cliSettings } from '../lib/settings/cli.ts'
import { consoleSettings } from '../lib/settings/console.ts'
import { serviceSettings } from '../lib/settings/service.ts'
import { type DeployedSettings, deployedSettings } from './infra-env.ts'

type Environment = Record<string, string>

/** Stands for any secret: long enough for each, and an address where one is read. */
const secretOf = (name: string) => (name === 'DATABASE_URL' ? 'postgres://sluice:x@db.example/sluice' : 'a'.repeat(32))

const READERS: Record<string, { file: string; read: (env: Environment) => unknown }> = {
	console: { file: 'console', read: consoleSettings },
	service: { file: 'service', read: serviceSettings },
	worker: { file: 'service', read: serviceSettings },
	cli: { file: 'cli', read: (env) => cliSettings({}, env, { path: '', text: null }) },
}

/**
 * Where the settings that a root prints (as `terraform output -json`) are not those that console, service and terminal
 * read: refused by them, or unknown to them. One line for each; empty when all is well.
 */
export function settingsFaults(outputs: Record<string, { value: unknown }>): string[] {
	return Object.keys(outputs).flatMap((output) => {
		const name = /^(.*)_settings$/.exec(output)?.[1]?.replaceAll('_', '-')
		const reader = READERS[name?.split('-').at(-1) ?? '']
		if (name === undefined || reader === undefined) return []
		const deployed = deployedSettings(outputs, name)
		return [...refusal(reader.read, deployed), ...unknown(reader.file, deployed)].map((fault) => `${output}: ${fault}`)
	})
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
