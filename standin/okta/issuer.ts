import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Clock } from '../world/clock.ts'
import { createKnobs, type Knobs } from '../world/knobs.ts'
import type { Persona } from '../world/personas.ts'
import { type IdpKey, type IdpKeys, strangerKey } from './idp-key.ts'
import { issueResponse } from './issue.ts'
import { contradiction, type Overrides, overridesSchema } from './overrides.ts'
import { type Application, planResponse } from './response.ts'

const settingsSchema = z.object({
	/** How long an assertion lives: five minutes is the most that Sluice takes. */
	assertionSeconds: z
		.int({ error: 'must be whole seconds' })
		.min(1, 'must be at least 1')
		.max(3600, 'must be at most 3600'),
	/** How long the finished page is held back before it goes to the browser. */
	delayMilliseconds: z
		.int({ error: 'must be whole milliseconds' })
		.min(0, 'must be at least 0')
		.max(30_000, 'must be at most 30000'),
	/** `next` is the day after a key rotation. */
	signingKey: z.enum(['current', 'next'], { error: 'must be current or next' }),
	/** Applied to every sign-in by browser from now on; null for honest ones. */
	assertion: overridesSchema.strict().nullable(),
})

export type Settings = z.infer<typeof settingsSchema>

/** Makes responses, base64-encoded as a browser posts them. */
export type Issuer = {
	knobs: Knobs
	settings(): Settings
	/** `inResponseTo` is the id of the AuthnRequest. Without overrides those of the knobs apply. */
	issue(person: Persona, inResponseTo: string, overrides?: Overrides): string
}

export function createIssuer(application: Application, keys: IdpKeys, clock: Clock): Issuer {
	const knobs = createKnobs(settingsSchema, {
		assertionSeconds: 300,
		delayMilliseconds: 0,
		signingKey: 'current',
		assertion: null,
	})
	let stranger: IdpKey | undefined
	return {
		knobs: { ...knobs, set: (json) => contradictionIn(json) ?? knobs.set(json) },
		settings: knobs.values,
		issue(person, inResponseTo, overrides) {
			const { assertionSeconds, signingKey, assertion } = knobs.values()
			const plan = planResponse(person, application, inResponseTo, { clock, assertionSeconds, id: newId })
			const signingKeys = {
				idp: keys[signingKey],
				stranger: () => {
					stranger ??= strangerKey()
					return stranger
				},
			}
			const xml = issueResponse(plan, overrides ?? assertion ?? {}, signingKeys, clock.now())
			return Buffer.from(xml, 'utf8').toString('base64')
		},
	}
}

export const newId = (): string => `_${randomBytes(16).toString('hex')}`

/** Only what parses can contradict itself; the rest is refused, field by field, by the knobs. */
function contradictionIn(json: unknown): string | null {
	const parsed = settingsSchema.partial().safeParse(json)
	const problem = contradiction(parsed.data?.assertion ?? {})
	return problem && `assertion.${problem}`
}
