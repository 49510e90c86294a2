import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { seal, unseal } from '../../../lib/saml/seal.ts'
import { clearCookie, setCookie } from '../cookies.ts'

/** What passes from the ACS to the page: the response exactly as Cognito wants it, and where to land. */
const handOver = z.object({ samlResponse: z.string(), to: z.string() })
export type HandOver = z.infer<typeof handOver>

const LIFE_SECONDS = 60

const cookieName = (suffix: string) => `__Host-sluice-seal-${suffix}` as const

/** The sealed text names its cookie: the attempt's suffix, a dot, the seal. */
const SEALED = /^([0-9a-f]{8})\.([\w.-]+)$/

/**
 * Seals for this browser only: a random value in a Strict cookie is part of the key, so the text alone opens nowhere.
 * Strict is not sent with Okta's cross-site POST but is with the fetch of the page that follows.
 */
export async function sealHandOver(
	record: HandOver,
	suffix: string,
	secrets: string[],
	now: number,
): Promise<{ sealed: string; cookie: string }> {
	const binding = randomBytes(32).toString('base64url')
	const sealed = await seal(secrets, purpose(binding), record, { now, seconds: LIFE_SECONDS })
	return {
		sealed: `${suffix}.${sealed}`,
		cookie: setCookie(cookieName(suffix), binding, 'Strict', LIFE_SECONDS),
	}
}

/** `clear` takes the cookie away, whatever came of it: each sealed text opens once in the browser that has the cookie. */
export async function openHandOver(
	sealed: string,
	cookies: Map<string, string>,
	secrets: string[],
	now: number,
): Promise<{ record: HandOver | null; clear: string | null }> {
	const [, suffix, text] = SEALED.exec(sealed) ?? []
	if (suffix === undefined || text === undefined) return { record: null, clear: null }
	const name = cookieName(suffix)
	const binding = cookies.get(name)
	const record = binding ? handOver.safeParse(await unseal(secrets, purpose(binding), text, now)).data : null
	return { record: record ?? null, clear: clearCookie(name, 'Strict') }
}

const purpose = (binding: string) => `hand-over:${binding}`
