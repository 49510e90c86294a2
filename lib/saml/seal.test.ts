import { describe, expect, it } from 'vitest'
import { seal, unseal } from './seal.ts'

const NOW = Date.parse('2026-03-04T05:06:07Z')
const FIRST = 'first-secret-of-at-least-32-characters'
const SECOND = 'second-secret-of-at-least-32-character'
const life = { now: NOW, seconds: 60 }
const record = { to: '/sources/a?x=1#y' }

describe('seal', () => {
	it('opens for the same purpose until its time is over', async () => {
		const sealed = await seal([FIRST], 'attempt', record, life)
		expect(await unseal([FIRST], 'attempt', sealed, NOW + 59_000)).toEqual(record)
		expect(await unseal([FIRST], 'attempt', sealed, NOW + 60_000)).toBeNull()
	})

	it('does not show what it holds', async () => {
		expect(await seal([FIRST], 'attempt', record, life)).not.toContain(Buffer.from('/sources').toString('base64url'))
	})

	it('opens under any of the secrets in use, and under none that is gone', async () => {
		const old = await seal([SECOND], 'attempt', record, life)
		expect(await unseal([FIRST, SECOND], 'attempt', old, NOW)).toEqual(record)
		expect(await unseal([FIRST], 'attempt', old, NOW)).toBeNull()
		const fresh = await seal([FIRST, SECOND], 'attempt', record, life)
		expect(await unseal([FIRST], 'attempt', fresh, NOW)).toEqual(record)
	})

	it('never opens for another purpose', async () => {
		const sealed = await seal([FIRST], 'attempt', record, life)
		expect(await unseal([FIRST], 'hand-over', sealed, NOW)).toBeNull()
	})

	it('notices any change', async () => {
		const sealed = await seal([FIRST], 'attempt', record, life)
		for (const at of [3, Math.floor(sealed.length / 2), sealed.length - 2]) {
			const other = sealed[at] === 'A' ? 'B' : 'A'
			expect(await unseal([FIRST], 'attempt', sealed.slice(0, at) + other + sealed.slice(at + 1), NOW)).toBeNull()
		}
	})

	it.each(['', 'x', 'a.b.c.d.e', 'A'.repeat(200_000)])('does not open what it did not seal, case %$', async (text) => {
		expect(await unseal([FIRST], 'attempt', text, NOW)).toBeNull()
	})

	it('holds a response of 50,000 characters', async () => {
		const sealed = await seal([FIRST], 'hand-over', { samlResponse: 'A'.repeat(50_000) }, life)
		expect(await unseal([FIRST], 'hand-over', sealed, NOW)).toEqual({ samlResponse: 'A'.repeat(50_000) })
	})
})
