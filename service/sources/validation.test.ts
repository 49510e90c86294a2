import { describe, expect, it } from 'vitest'
import type { SourceSettings } from '../../lib/contract/sources.ts'
import { settingsOf } from './test-source.ts'
import { settingsErrors } from './validation.ts'

describe('settings', () => {
	it('that agree have no errors', () => {
		expect(settingsErrors(settingsOf())).toEqual([])
	})

	const otherRole = 'arn:aws:iam::310987654322:role/Lake'
	const archive = settingsOf().archive
	it.each<[string, Partial<SourceSettings>, string, RegExp, RegExp]>([
		[
			'a role of another account than the catalog: our role would be pointed at somebody else',
			{ roleArn: otherRole },
			'roleArn',
			/arn:aws:iam::310987654322:role\/Lake is a role of account 310987654322.*catalog is that of account 210987654321/,
			/Use a role of account 210987654321, or set catalogId to 310987654322/,
		],
		[
			'an archive in the bucket of the customer: the archive is read with our own role',
			{ archive: { ...archive, bucket: 'harbor-outfitters-lake' } },
			'archive.bucket',
			/harbor-outfitters-lake is the customer's bucket/,
			/bucket of ours/,
		],
		[
			'an external id twice',
			{ externalIds: ['ws-harbor', 'b-1', 'ws-harbor'] },
			'externalIds.2',
			/ws-harbor.*twice/,
			/Remove/,
		],
		[
			'NUL in the name: PostgreSQL cannot store it',
			{ customer: 'Har\0bor' },
			'customer',
			/control character/,
			/Type the name/,
		],
		[
			'half a character in the name: it would be stored as another name',
			{ customer: 'Har\ud83d' },
			'customer',
			/half/,
			/Type/,
		],
		['a line end in the name: one search line is one field', { customer: 'Har\nbor' }, 'customer', /control/, /Type/],
	])('refuse %s', (_why, changed, field, message, fix) => {
		const errors = settingsErrors(settingsOf(changed))
		expect(errors).toEqual([{ field, message: expect.stringMatching(message), fix: expect.stringMatching(fix) }])
	})

	it('name every contradiction at once', () => {
		const errors = settingsErrors(settingsOf({ roleArn: otherRole, externalIds: ['xx', 'xx'], customer: '\0' }))
		expect(errors.map(({ field }) => field)).toEqual(['customer', 'roleArn', 'externalIds.1'])
	})
})
