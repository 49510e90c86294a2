import { describe, expect, it } from 'vitest'
import { BELT_LIMIT, beltDocument } from './belt.ts'
import type { PolicyStatement } from './ports.ts'

const statement = (length: number): PolicyStatement => ({
	Effect: 'Allow',
	Action: ['s3:GetObject'],
	Resource: ['r'.repeat(length)],
})
const lengthOf = (belt: PolicyStatement[]) => beltDocument(belt).length
const room = BELT_LIMIT - lengthOf([statement(0)])

describe('a belt', () => {
	it('is a policy document without a character too many', () => {
		expect(beltDocument([{ Effect: 'Deny', Action: ['glue:GetTable'], Resource: ['*'] }])).toBe(
			'{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":["glue:GetTable"],"Resource":["*"]}]}',
		)
	})

	it('of exactly 2,048 characters passes, of one more is a bug', () => {
		expect(lengthOf([statement(room)])).toBe(2048)
		expect(() => beltDocument([statement(room + 1)])).toThrow('2049 characters')
	})

	it('must say something', () => {
		expect(() => beltDocument([])).toThrow('needs a belt')
	})
})
