import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { parseFields } from '../world/knobs.ts'
import type { Personas } from '../world/personas.ts'
import { readWorldCall, sendJson } from '../world/wire.ts'
import { type Issuer, newId } from './issuer.ts'
import { contradiction, overridesSchema } from './overrides.ts'

const callSchema = overridesSchema.extend({ persona: z.string({ error: 'must be the id of a persona' }) })

/** `POST /_world/assertion`: a response without a browser, honest or as bad as the overrides say. */
export async function answerAssertionCall(
	request: IncomingMessage,
	response: ServerResponse,
	personas: Personas,
	issuer: Issuer,
): Promise<void> {
	const call = await readWorldCall(request)
	if ('error' in call) return sendJson(response, call.status, { error: call.error })
	const parsed = parseFields(callSchema, call.json)
	if ('error' in parsed) return sendJson(response, 400, parsed)
	const { persona, ...overrides } = parsed.value

	const person = personas.find(persona)
	if (!person) {
		const known = personas.list().map(({ id }) => id)
		return sendJson(response, 400, { error: `persona: there is no "${persona}"; there are ${known.join(', ')}` })
	}
	if (person.disabled) return sendJson(response, 403, { error: `persona: ${persona} is disabled at Okta` })
	const contradicting = contradiction(overrides)
	if (contradicting) return sendJson(response, 400, { error: contradicting })
	sendJson(response, 200, { samlResponse: issuer.issue(person, newId(), overrides) })
}
