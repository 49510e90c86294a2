import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { mismatch, readCase } from './case.ts'

const folder = join(import.meta.dirname, 'cases')

for (const file of readdirSync(folder)) {
	const cases: unknown = JSON.parse(readFileSync(join(folder, file), 'utf8'))
	if (!Array.isArray(cases)) throw new Error(`${file} holds no list of cases`)
	describe(file, () => {
		it.each(cases.map((json: unknown, index) => [nameOf(json, index), json]))('%s', (_, json) => {
			const read = readCase(json)
			expect(read.ok ? mismatch(read.case) : read.problem).toBeNull()
		})
	})
}

function nameOf(json: unknown, index: number): string {
	const read = readCase(json)
	return read.ok ? read.case.name : `case ${index}`
}
