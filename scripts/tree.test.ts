import { describe, expect, it } from 'vitest'
import { faultsOf, sizesOf } from './tree.ts'

const lines = (count: number) => 'x\n'.repeat(count)

describe('the rules of the tree', () => {
	it.each([
		['lib/iam/long.ts', lines(251), 'at most 250'],
		['lib/utils/text.ts', 'x\n', 'noun of the field'],
		['app/sources/hooks/use.ts', 'x\n', 'noun of the field'],
		['service/sources/index.ts', 'x\n', 'barrel'],
		['service/sources/sourceRow.ts', 'x\n', 'kebab-case'],
		['src/main.ts', 'x\n', 'no such room'],
		['package-lock.json', '{"resolved": "https://registry"}', 'registry'],
		['scripts/x.ts', `const place = '${['', 'home', 'me'].join('/')}/x'\n`, 'one machine'],
		['components/x.tsx', "import { table } from '../lib/contract/table.ts'\n", 'types of lib only'],
	])('finds what is wrong with %s', (path, text, fault) => {
		expect(faultsOf([{ path, text }]).join('\n')).toContain(fault)
	})

	it('accepts a tree that keeps them', () => {
		const files = [
			{ path: 'lib/iam/pattern.ts', text: lines(60) },
			{ path: 'app/sources/[sourceId]/page.tsx', text: lines(10) },
			{ path: 'components/x.tsx', text: "import type { Role } from '../lib/contract/role.ts'\n" },
			{ path: 'lib/iam/pattern.test.ts', text: lines(900) },
			{ path: 'lib/iam/pattern.torture.ts', text: lines(900) },
			{ path: 'README.md', text: lines(500) },
		]
		expect(faultsOf(files)).toEqual([])
		expect(sizesOf(files)).toEqual({ files: 3, median: 10, p90: 60, longest: 60 })
	})

	it('finds a median that has crept over the budget', () => {
		const files = Array.from({ length: 5 }, (_, index) => ({ path: `lib/iam/f${index}.ts`, text: lines(61) }))
		expect(faultsOf(files).join('\n')).toContain('median is 61')
	})
})
