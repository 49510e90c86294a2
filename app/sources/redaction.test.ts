import { expect, it } from 'vitest'
import { notShownTo } from './redaction.ts'

it('names who is kept out and who can see it', () => {
	expect(notShownTo('viewer')).toBe('Not shown to viewers. Support, engineers and admins can see it.')
	expect(notShownTo('auditor')).toBe('Not shown to auditors. Support, engineers and admins can see it.')
	expect(notShownTo(null)).toBe('Not shown to your role. Support, engineers and admins can see it.')
})
