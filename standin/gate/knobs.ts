import { z } from 'zod'

const settingsSchema = z.strictObject({
	/** Old and new texts of refusals. */
	wording: z.enum(['old', 'new']),
	/** Lose the access-log lines of 413, 429 and 500, as AWS may. */
	loseLogLines: z.boolean(),
	/** False: gateway-made errors go out without the configured gateway responses, as if nobody had set them. */
	gatewayResponses: z.boolean(),
	integrationTimeoutMs: z.int().min(1).max(29_000),
	/** Another resource policy as JSON text; null for the one of infra/gate. */
	resourcePolicy: z.string().refine(isJson, 'must be JSON text').nullable(),
	/** Other limits than those of infra/gate; null for these. */
	throttling: z.strictObject({ rateLimit: z.number().positive(), burstLimit: z.int().positive() }).nullable(),
})

export type KnobSettings = z.infer<typeof settingsSchema>

const DEFAULTS: KnobSettings = {
	wording: 'new',
	loseLogLines: false,
	gatewayResponses: true,
	integrationTimeoutMs: 29_000,
	resourcePolicy: null,
	throttling: null,
}

/** What the world may turn on a running gate. */
export type Knobs = {
	readonly settings: Readonly<KnobSettings>
	/** Changes the fields given, all or none. Answers a text that names the wrong field, or null. */
	set(json: unknown): string | null
	reset(): void
}

export function createKnobs(): Knobs {
	let settings = DEFAULTS
	return {
		get settings() {
			return settings
		},
		set(json) {
			const parsed = settingsSchema.partial().safeParse(json)
			if (!parsed.success) return z.prettifyError(parsed.error)
			settings = { ...settings, ...parsed.data }
			return null
		},
		reset() {
			settings = DEFAULTS
		},
	}
}

function isJson(text: string): boolean {
	try {
		JSON.parse(text)
		return true
	} catch {
		return false
	}
}
