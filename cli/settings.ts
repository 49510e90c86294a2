import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { type CliSettings, cliSettings } from '../lib/settings/cli.ts'
import { SettingsError } from '../lib/settings/environment.ts'
import type { Flags } from './program.ts'

/** Reads the settings of this run, each from an option, the environment or the person's file. Throws SettingsError. */
export async function readSettings(
	{ apiUrl, consoleUrl, apiRegion }: Flags,
	env: Readonly<Record<string, string | undefined>>,
): Promise<CliSettings> {
	const path = join(env.XDG_CONFIG_HOME || join(env.HOME || homedir(), '.config'), 'sluice', 'config.json')
	try {
		return cliSettings({ apiUrl, consoleUrl, region: apiRegion }, env, { path, text: await textOf(path) })
	} catch (error) {
		if (!(error instanceof SettingsError)) throw error
		const places =
			'Give --api-url, --console-url and --api-region, or set SLUICE_API_URL, SLUICE_CONSOLE_URL and SLUICE_REGION,'
		throw new SettingsError(`${error.message}\n${places}\nor write apiUrl, consoleUrl and region into ${path}.`)
	}
}

async function textOf(path: string): Promise<string | null> {
	try {
		return await readFile(path, 'utf8')
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
		throw new SettingsError(`${path} cannot be read: ${error instanceof Error ? error.message : 'unknown reason'}`)
	}
}
