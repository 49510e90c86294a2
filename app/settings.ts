import { type ConsoleSettings, consoleSettings } from '../lib/settings/console.ts'

let parsed: ConsoleSettings | null = null

/** The console's settings, read from the environment at the first request and never at build time. Server only. */
export function settings(): ConsoleSettings {
	parsed ??= consoleSettings(process.env)
	return parsed
}
