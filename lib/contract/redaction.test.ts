import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { redact, restricted } from './redaction.ts'
import { ROLES } from './role.ts'
import { source } from './sources.ts'

const stored = {
	sourceId: 'src-1',
	workspaceId: 'ws-1',
	customer: 'Harbor Outfitters',
	region: 'us-west-2',
	roleArn: 'arn:aws:iam::222233334444:role/SegmentDataLakeRole',
	externalIds: ['ws-1'],
	catalogId: '222233334444',
	bucket: 'harbor-lake',
	database: 'web_prod',
	clusterId: 'j-2AXXXXXXGAPLF',
	archive: { bucket: 'sluice-archive', prefix: 'src-1/', layout: 'received-day' },
	version: 1,
	updatedAt: '2026-11-01T00:00:00.000Z',
	updatedBy: 'ada@sluice.example',
}

describe('redact', () => {
	it.each(ROLES)('leaves %s exactly the members of a source that the role may see', (role) => {
		const seen = redact(source, stored, role) as Record<string, unknown>
		const hidden = ['roleArn', 'externalIds', 'catalogId', 'bucket', 'archive']
		const operator = ['admin', 'engineer', 'support'].includes(role)
		expect(Object.keys(stored).filter((name) => !(name in seen))).toEqual(operator ? [] : hidden)
		expect(source.safeParse(seen).success).toBe(true)
		if (!operator) expect(JSON.stringify(seen)).not.toContain('222233334444')
	})

	it('reaches into lists, nullable and optional objects', () => {
		const inner = z.object({ open: z.string(), secret: restricted(z.string(), ['admin']) })
		const schema = z.object({ list: z.array(inner), maybe: inner.nullable(), may: inner.optional() })
		const one = { open: 'o', secret: 's' }
		expect(redact(schema, { list: [one], maybe: one, may: one }, 'viewer')).toEqual({
			list: [{ open: 'o' }],
			maybe: { open: 'o' },
			may: { open: 'o' },
		})
		expect(redact(schema, { list: [], maybe: null }, 'viewer')).toEqual({ list: [], maybe: null })
	})

	it('drops members that the schema does not know, so that a handler cannot leak by adding one', () => {
		expect(redact(z.object({ a: z.string() }), { a: '1', b: '2' }, 'admin')).toEqual({ a: '1' })
	})
})
