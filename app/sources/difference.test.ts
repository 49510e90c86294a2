import { describe, expect, it } from 'vitest'
import { difference, rebase } from './difference.ts'
import { HARBOR_SETTINGS as BASE } from './harbor.fixture.ts'

describe('what saving would change', () => {
	it('names each setting once, with its value before and after', () => {
		const mine = { ...BASE, bucket: 'other-lake', archive: { ...BASE.archive, prefix: 'p/' } }
		expect(difference(BASE, mine)).toEqual([
			{ field: 'bucket', before: '"harbor-outfitters-lake"', after: '"other-lake"' },
			{ field: 'archive.prefix', before: '"segment-logs/harbor-web/"', after: '"p/"' },
		])
	})

	it('is nothing for settings that say the same', () => {
		expect(difference(BASE, structuredClone(BASE))).toEqual([])
	})

	it('is every setting of a new source', () => {
		const changes = difference(null, BASE)
		expect(changes).toHaveLength(12)
		expect(changes.every(({ before }) => before === null)).toBe(true)
	})
})

describe('going on from what somebody else stored', () => {
	it('keeps my edits, takes theirs, and calls only a true clash a clash', () => {
		const mine = { ...BASE, bucket: 'mine-lake', database: 'same_edit', region: 'eu-west-1' as const }
		const theirs = { ...BASE, bucket: 'their-lake', database: 'same_edit', clusterId: 'j-3THEIRS00001' }
		const { kept, both } = rebase(BASE, mine, theirs)
		expect(kept.map(([field]) => field)).toEqual(['region', 'database', 'bucket'])
		expect(both).toEqual([{ field: 'bucket', before: '"their-lake"', after: '"mine-lake"' }])
	})
})
