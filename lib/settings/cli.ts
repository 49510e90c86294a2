import { z } from 'zod'
import { origin, parseEnvironment, SettingsError, variable } from './environment.ts'

/** Signed requests carry a session token: in the clear they may go to this machine only. */
const apiUrl = z
	.string()
	.refine((text) => URL.canParse(text), {
		error: 'must be an absolute URL such as https://api.example.com/prod',
		abort: true,
	})
	.transform((text) => text.replace(/\/$/, ''))
	.refine(
		(text) => new URL(text).protocol === 'https:' || isLoopback(new URL(text).hostname),
		'must begin with https://',
	)

const isLoopback = (host: string) => ['localhost', '127.0.0.1', '[::1]'].includes(host)

export const cliEnvironment = z.object({
	SLUICE_API_URL: variable(
		apiUrl,
		'API base with its stage.',
		'https://abcdefghij.execute-api.us-west-2.amazonaws.com/prod',
	),
	SLUICE_CONSOLE_URL: variable(origin, 'Origin of the console, for links.', 'https://console.example.com'),
	SLUICE_REGION: variable(
		z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be an AWS region such as us-west-2'),
		'Region of the gate, which each signature names.',
		'us-west-2',
	),
})

const kept = z.strictObject({
	apiUrl: z.string().optional(),
	consoleUrl: z.string().optional(),
	region: z.string().optional(),
})

export type CliSettings = {
	/** API base with its stage, without a trailing slash; the contract's paths follow. */
	apiUrl: string
	/** Origin of the console, for links. */
	consoleUrl: string
	/** Region of the gate, which each signature names. */
	region: string
}

/** The members as somebody gave them in one place. */
export type CliGiven = { [Name in keyof CliSettings]?: string | undefined }

/**
 * What the terminal client needs to know. Flags win over the environment, which wins over the text of the
 * configuration file, null when there is none. Throws SettingsError.
 */
export function cliSettings(
	flags: CliGiven,
	env: Record<string, string | undefined>,
	file: { path: string; text: string | null },
): CliSettings {
	const stored = file.text === null ? {} : keptIn(file.path, file.text)
	const parsed = parseEnvironment(cliEnvironment, {
		SLUICE_API_URL: flags.apiUrl ?? (env.SLUICE_API_URL || stored.apiUrl),
		SLUICE_CONSOLE_URL: flags.consoleUrl ?? (env.SLUICE_CONSOLE_URL || stored.consoleUrl),
		SLUICE_REGION: flags.region ?? (env.SLUICE_REGION || stored.region),
	})
	return { apiUrl: parsed.SLUICE_API_URL, consoleUrl: parsed.SLUICE_CONSOLE_URL, region: parsed.SLUICE_REGION }
}

function keptIn(path: string, text: string): CliGiven {
	const parsed = kept.safeParse(jsonOf(text))
	if (parsed.success) return parsed.data
	const shape = '{"apiUrl": "...", "consoleUrl": "...", "region": "..."}'
	throw new SettingsError(`Settings are not usable:\n  ${path}: must be JSON such as ${shape}`)
}

function jsonOf(text: string): unknown {
	try {
		return JSON.parse(text)
	} catch {
		return undefined
	}
}
