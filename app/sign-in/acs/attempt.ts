import { z } from 'zod'
import { attemptSuffix, createAuthnRequest } from '../../../lib/saml/request.ts'
import { seal, unseal } from '../../../lib/saml/seal.ts'
import type { ConsoleSettings } from '../../../lib/settings/console.ts'
import { clearCookie, setCookie } from '../cookies.ts'

/** One sign-in on its way to Okta and back, known to this browser alone. */
const attempt = z.object({ id: z.string(), to: z.string(), at: z.number() })
export type Attempt = z.infer<typeof attempt>

const PREFIX = '__Host-sluice-attempt-'
const PURPOSE = 'attempt'
/** Time to type a password and find the second factor. */
const LIFE_SECONDS = 900
const MAX_KEPT = 8
/** Characters of all attempt cookies together: Node refuses a request with more than 16 KB of headers. */
const MAX_TOTAL = 9_000

const cookieName = (suffix: string) => `${PREFIX}${suffix}` as const

/**
 * Starts one attempt: where to send the browser, and the cookies to set. Each attempt has its own cookie, since a shared
 * one would be overwritten by the next tab. SameSite=None, since Okta's POST comes from another site. `again` has Okta ask
 * who signs in, even when it still knows somebody.
 */
export async function startAttempt(
	cookies: Map<string, string>,
	{ to, again }: { to: string; again: boolean },
	settings: ConsoleSettings,
	now: number,
): Promise<{ location: string; setCookies: string[] }> {
	const { ssoUrl, spEntityId, saml, secrets } = settings
	const idp = { ssoUrl, spEntityId, acsUrl: saml.acsUrl }
	const { id, suffix, location } = createAuthnRequest(idp, now, { forceAuthn: again })
	const sealed = await seal(secrets, PURPOSE, { id, to, at: now }, { now, seconds: LIFE_SECONDS })
	const dropped = await crowdedOut(cookies, sealed.length, secrets, now)
	return {
		location,
		setCookies: [...dropped.map(clear), setCookie(cookieName(suffix), sealed, 'None', LIFE_SECONDS)],
	}
}

/** The attempt that a RelayState belongs to, if this browser made it and it is still good. */
export async function findAttempt(
	cookies: Map<string, string>,
	suffix: string,
	secrets: string[],
	now: number,
): Promise<Attempt | null> {
	const found = await open(cookies.get(cookieName(suffix)) ?? '', secrets, now)
	return found && attemptSuffix(found.id) === suffix ? found : null
}

export const clearAttempt = (suffix: string): string => clear(cookieName(suffix))

const clear = (name: ReturnType<typeof cookieName>) => clearCookie(name, 'None')

/** Names of the cookies that must go so that one more fits: those nobody can open, then the oldest. */
async function crowdedOut(cookies: Map<string, string>, size: number, secrets: string[], now: number) {
	const names = [...cookies.keys()].filter((name): name is ReturnType<typeof cookieName> => name.startsWith(PREFIX))
	const kept = await Promise.all(
		names.map(async (name) => {
			const value = cookies.get(name) ?? ''
			return { name, size: value.length, at: (await open(value, secrets, now))?.at ?? null }
		}),
	)
	const youngestFirst = kept.sort((one, other) => (other.at ?? 0) - (one.at ?? 0))
	let total = size
	return youngestFirst
		.filter(({ at, size: own }, place) => {
			total += own
			return at === null || place >= MAX_KEPT - 1 || total > MAX_TOTAL
		})
		.map(({ name }) => name)
}

async function open(sealed: string, secrets: string[], now: number): Promise<Attempt | null> {
	return attempt.safeParse(await unseal(secrets, PURPOSE, sealed, now)).data ?? null
}
