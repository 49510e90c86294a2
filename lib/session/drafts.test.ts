import { describe, expect, it } from 'vitest'
import { createDrafts, dropAllDrafts } from './drafts.ts'
import { contents, credentials, storage } from './tabs.fixture.ts'

describe('drafts', () => {
	it('come back as they were, for the same person', () => {
		const tab = storage()
		const fields = {
			customer: 'Acme',
			roleArn: 'arn:aws:iam::111122223333:role/Lake',
			archive: { prefix: 'a/' },
			version: 3,
		}
		expect(createDrafts(tab, () => 'id-1').save('source', fields)).toEqual({ leftOut: [] })
		expect(createDrafts(tab, () => 'id-1').read('source')).toEqual(fields)
	})

	it('are not shown to somebody else, nor before anybody is signed in', () => {
		const tab = storage()
		createDrafts(tab, () => 'id-1').save('source', { customer: 'Acme' })
		expect(createDrafts(tab, () => 'id-2').read('source')).toBeNull()
		expect(createDrafts(tab, () => null).read('source')).toBeNull()
	})

	it.each([
		['a secret by name', 'clientSecret', 'x'],
		['a password', 'Password', 'x'],
		['an external id', 'externalIds', ['ws-1']],
		['an access key id', 'note', 'please use AKIAIOSFODNN7EXAMPLE'],
		['a session token', 'note', credentials().sessionToken],
		['a web token', 'note', 'eyJhbGciOiJub25lIn0.e30.'],
		['a private key', 'note', '-----BEGIN PRIVATE KEY-----'],
		['a secret deep inside', 'form', { list: [{ apiKey: 'x' }] }],
	])('leave out %s and say so', (_, field, value) => {
		const tab = storage()
		const drafts = createDrafts(tab, () => 'id-1')
		expect(drafts.save('source', { customer: 'Acme', [field]: value })).toEqual({ leftOut: [field] })
		expect(drafts.read('source')).toEqual({ customer: 'Acme' })
		expect(contents(tab)).not.toContain(typeof value === 'string' && value.length > 1 ? value : field)
	})

	it('go one by one, or all at once without touching what else is stored', () => {
		const tab = storage()
		const drafts = createDrafts(tab, () => 'id-1')
		drafts.save('one', { a: 1 })
		drafts.save('two', { a: 2 })
		drafts.save('three', { a: 3 })
		tab.setItem('sluice.tab', 't')
		drafts.drop('one')
		expect([drafts.read('one'), drafts.read('two')]).toEqual([null, { a: 2 }])
		dropAllDrafts(tab)
		expect(contents(tab)).toBe('sluice.tab=t')
	})
})
