import { z } from 'zod'

/** Wrong or missing settings. One line for each variable, saying what to set; never the value, which may be a secret. */
export class SettingsError extends Error {
	override name = 'SettingsError'
}

/** Parses `env` once. Empty text counts as absent. Throws SettingsError naming every faulty variable. */
export function parseEnvironment<S extends z.ZodObject>(
	schema: S,
	env: Record<string, string | undefined>,
): z.output<S> {
	const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
	const parsed = schema.safeParse(present, { error: (issue) => (issue.input === undefined ? 'is not set' : undefined) })
	if (parsed.success) return parsed.data
	const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
	throw new SettingsError(`Settings are not usable:\n  ${lines.join('\n  ')}`)
}

/** What an operator reads of a variable in docs/settings.md: its meaning in one sentence, and a value that would do. */
export type About = { description: string; example: string; secret: boolean }

const about =
	(secret: boolean) =>
	<S extends z.ZodType>(schema: S, description: string, example: string): S =>
		schema.meta({ description, example, secret } satisfies About)

/** Ties a variable to what is said of it. Whoever may read the environment may know its value. */
export const variable = about(false)
/** The same of one whose value nobody may read who needs not. */
export const secret = about(true)

export const port = z
	.string()
	.regex(/^\d{1,5}$/, 'must be a port number')
	.transform(Number)
	.refine((value) => value <= 65_535, 'must be a port number up to 65535')

export const origin = z.string().refine((text) => URL.canParse(text) && new URL(text).origin === text, {
	error: 'must be an origin such as https://console.example.com, without a path',
})

export const url = z.url('must be an absolute URL').transform((text) => text.replace(/\/$/, ''))

/** Comma separated, at least one. Two values are valid at once while one is rotated. */
export const rotating = (what: string, minimumLength: number) =>
	z
		.string()
		.transform((text) => text.split(',').map((part) => part.trim()))
		.refine((parts) => parts.length <= 2 && parts.every((part) => part.length >= minimumLength), {
			error: `must be one ${what} of at least ${minimumLength} characters, or two while rotating, separated by a comma`,
		})

/** One or two PEM certificates in a row, pinned: no other key is ever trusted. */
export const certificates = z
	.string()
	.transform((text) => text.match(/-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g) ?? [])
	.refine((found) => found.length === 1 || found.length === 2, 'must hold one PEM certificate, or two while rotating')
