import { z } from 'zod'
import { type Knobs, parseFields } from './knobs.ts'
import personasJson from './personas.json' with { type: 'json' }

const personaSchema = z.strictObject({
	id: z.string(),
	displayName: z.string(),
	email: z.email(),
	groups: z.array(z.string()),
})

/** A person known to Okta. A disabled one cannot sign in, but keeps the credentials already given. */
export type Persona = z.infer<typeof personaSchema> & { disabled: boolean }

const changeSchema = z.object({
	groups: z.array(z.string().min(1).max(128)).max(100).optional(),
	disabled: z.boolean().optional(),
	email: z.email('must be an e-mail address').optional(),
})

export type Personas = {
	list(): readonly Persona[]
	find(id: string): Persona | undefined
	/** Changes one person from now on; null, or a sentence that names the field. */
	change(id: string, json: unknown): string | null
	reset: Knobs['reset']
}

/** The people of personas.json, changeable while the world runs. */
export function createPersonas(): Personas {
	const initial = z.array(personaSchema).parse(personasJson)
	const fresh = () => initial.map((persona) => ({ ...persona, disabled: false }))
	let people: Persona[] = fresh()
	const find = (id: string) => people.find((persona) => persona.id === id)
	return {
		list: () => people,
		find,
		change(id, json) {
			const person = find(id)
			if (!person) return `${id}: no such persona; there are ${people.map((each) => each.id).join(', ')}`
			const parsed = parseFields(changeSchema, json)
			if ('error' in parsed) return parsed.error
			people = people.map((each) => (each === person ? { ...each, ...parsed.value } : each))
			return null
		},
		reset() {
			people = fresh()
		},
	}
}
