import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROLES } from '../lib/contract/role.ts'
import account from '../standin/world/account.json' with { type: 'json' }
import type { LocalWorld } from './local-world.ts'

/** Variables that point the terminal client at the local world. */
export type TerminalEnvironment = { AWS_CONFIG_FILE: string; XDG_CONFIG_HOME: string }

/** Writes the client's settings and one AWS profile for each role into the data folder; no key is among them. */
export function writeTerminalFiles({ dataDir, urls }: Pick<LocalWorld, 'dataDir' | 'urls'>): TerminalEnvironment {
	const folder = join(dataDir, 'terminal')
	mkdirSync(join(folder, 'sluice'), { recursive: true, mode: 0o700 })
	const settings = { apiUrl: `${urls.gate}/prod`, consoleUrl: urls.console, region: account.region }
	writeFileSync(join(folder, 'sluice/config.json'), JSON.stringify(settings))
	const program = [process.execPath, join(import.meta.dirname, 'local-credentials.ts'), urls.world]
	const quoted = program.map((word) => `"${word}"`).join(' ')
	const profiles = ROLES.map((role) => `[profile ${role}]\ncredential_process = ${quoted} ${role}\n`)
	writeFileSync(join(folder, 'aws-config'), profiles.join('\n'))
	return { AWS_CONFIG_FILE: join(folder, 'aws-config'), XDG_CONFIG_HOME: folder }
}
