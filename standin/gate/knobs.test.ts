import { describe, expect, it } from 'vitest'
import { createKnobs } from './knobs.ts'

describe('knobs', () => {
	it('changes what is given, keeps the rest, and goes back', () => {
		const knobs = createKnobs()
		const before = knobs.settings
		expect(knobs.set({ wording: 'old' })).toBeNull()
		expect(knobs.set({ throttling: { rateLimit: 1, burstLimit: 2 } })).toBeNull()
		expect(knobs.settings).toEqual({ ...before, wording: 'old', throttling: { rateLimit: 1, burstLimit: 2 } })
		knobs.reset()
		expect(knobs.settings).toEqual(before)
	})

	it.each([
		['wording', { wording: 'french' }],
		['integrationTimeoutMs', { integrationTimeoutMs: 29_001 }],
		['resourcePolicy', { resourcePolicy: '{' }],
		['burstLimit', { throttling: { rateLimit: 1, burstLimit: 0 } }],
		['wordnig', { wordnig: 'old' }],
	])('names the field %s and changes nothing', (field, json) => {
		const knobs = createKnobs()
		const before = knobs.settings
		expect(knobs.set({ loseLogLines: true, ...json })).toContain(field)
		expect(knobs.settings).toEqual(before)
	})

	it.each([null, 'x', 7, []])('takes no %j', (json) => expect(createKnobs().set(json)).not.toBeNull())
})
