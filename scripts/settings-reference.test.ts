import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { aboutOf, ENVIRONMENTS, REFERENCE, settingsReference } from './settings-reference.ts'

describe.each(Object.entries(ENVIRONMENTS))('what the %s reads', (_name, environment) => {
	it.each(Object.entries(environment.shape))('%s has one sentence and an example that is accepted', (name, schema) => {
		const { description, example } = aboutOf(name, schema)
		expect(description).toMatch(/^[A-Z].*[^.]\.$/)
		expect(schema.safeParse(example).error).toBeUndefined()
	})
})

it('whatever is called a secret, key or password is one, and so is an address that holds a password', () => {
	const all = Object.values(ENVIRONMENTS).flatMap(({ shape }) => Object.entries<z.ZodType>(shape))
	const secrets = all.filter(([name, schema]) => aboutOf(name, schema).secret).map(([name]) => name)
	expect(secrets).toEqual(['DATABASE_URL', 'SLUICE_GATE_SECRETS', 'SLUICE_SEGMENT_WRITE_KEY', 'SLUICE_CONSOLE_SECRETS'])
	expect(all.map(([name]) => name).filter((name) => /SECRET|KEY|PASSWORD|TOKEN/.test(name))).toEqual(secrets.slice(1))
})

it('refuses a variable that says nothing of itself', () => {
	expect(() => aboutOf('SLUICE_NEW', z.string())).toThrow('SLUICE_NEW says nothing of itself')
})

it('docs/settings.md is what the schemas say: npm exec -- node scripts/settings-reference.ts', () => {
	expect(readFileSync(REFERENCE, 'utf8')).toBe(settingsReference())
})
