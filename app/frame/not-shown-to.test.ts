import { expect, it } from 'vitest'
import { restrictionOf } from '../../lib/contract/redaction.ts'
import { operators } from '../../lib/contract/role.ts'
import { source } from '../../lib/contract/sources.ts'
import { notShownTo } from './not-shown-to.ts'

it('names who is kept out and who can see it', () => {
	expect(notShownTo('viewer')).toBe('Not shown to viewers. Support, engineers and admins can see it.')
	expect(notShownTo('auditor')).toBe('Not shown to auditors. Support, engineers and admins can see it.')
	expect(notShownTo(null)).toBe('Not shown to your role. Support, engineers and admins can see it.')
})

it('names exactly the roles that the contract shows every restricted setting to', () => {
	const restricted = Object.values(source.shape).flatMap((member) => restrictionOf(member) ?? [])
	expect(restricted.length).toBeGreaterThan(0)
	expect(new Set(restricted)).toEqual(new Set(operators))
})
