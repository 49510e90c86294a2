import { expect, it } from 'vitest'
import { nearMiss } from './near-miss.ts'

it.each([
	['data-lake-role', 'datalake-role', true, 'a letter left out'],
	['SegmentDataLakeRole', 'SegmentDatalakeRole', true, 'other case'],
	['a-role', 'a-role', true, 'the same'],
	['role-prod', 'role-dev', false, 'another word'],
	['role', 'role-of-staging', false, 'much longer'],
	['', 'role', false, 'nothing'],
])('%s and %s: %s (%s)', (one, other, near) => {
	expect(nearMiss(one, other)).toBe(near)
	expect(nearMiss(other, one)).toBe(near)
})
