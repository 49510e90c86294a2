import { z } from 'zod'
import type { Description } from '../../../lib/gateway/description.ts'
import { description } from '../refused/stored-refusal.ts'

const redeemed = z.object({ samlResponse: z.string(), to: z.string(), time: z.string() })
const refused = z.object({ refusal: description })

export type Redemption =
	| { ok: true; samlResponse: string; to: string; time: string }
	| { ok: false; description: Description }

/** Has the console's server open the sealed text, once. */
export async function redeem(sealed: string, send: typeof fetch = fetch): Promise<Redemption> {
	try {
		const answer = await send('/sign-in/redeem', {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ sealed }),
			cache: 'no-store',
		})
		const body: unknown = await answer.json()
		if (answer.ok) return { ok: true, ...redeemed.parse(body) }
		return { ok: false, description: refused.parse(body).refusal }
	} catch {
		return { ok: false, description: NO_ANSWER }
	}
}

const NO_ANSWER: Description = {
	who: 'the network',
	title: 'The console did not answer',
	why: 'The answer from Okta arrived, but the console’s server could not be reached to complete sign-in.',
	todo: 'Look at your connection and start again.',
	requestId: null,
}
