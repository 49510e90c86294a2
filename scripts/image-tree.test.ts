import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { faultsOfListing } from './image-listing.ts'
import { installedBy, type Lock, reachedFrom, readLock } from './image-packages.ts'
import { importsOf, reachedFiles } from './image-tree.ts'

describe('what the service reaches', () => {
	const { files, packages } = reachedFiles('.', 'service/main.ts')

	it('holds nothing of development', () => {
		const listed = files.map((path) => ({ path, bytes: 0, mode: 0o644, text: () => readFileSync(path, 'utf8') }))
		expect(faultsOfListing(listed, 1)).toEqual([])
		expect(files).toContain('lib/contract/table.ts')
	})

	it('names packages that are dependencies, not devDependencies', () => {
		const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: object }
		expect(packages.filter((name) => !(name in dependencies))).toEqual([])
		expect(() => reachedFrom(readLock('package-lock.json'), packages, () => false)).not.toThrow()
	})

	it('leaves the web framework to the console', () => {
		const reached = reachedFrom(readLock('package-lock.json'), packages, () => true)
		expect(reached.filter((path) => /^node_modules\/(next|react|aws-amplify)$/.test(path))).toEqual([])
	})
})

it.each([
	["import { a } from './a.ts'", ['./a.ts']],
	["import {\n\ta,\n\ttype B,\n} from './a.ts'", ['./a.ts']],
	["import a, { b } from 'pkg/sub'", ['pkg/sub']],
	["import type { A } from './a.ts'", []],
	["export { a } from './a.ts'", ['./a.ts']],
	["export type { A } from './a.ts'", []],
	["import './a.ts'", ['./a.ts']],
	["const a = await import('./a.ts')", ['./a.ts']],
	["import a from './a.json' with { type: 'json' }", ['./a.json']],
])('%j imports %j', (text, imports) => {
	expect(importsOf(text)).toEqual(imports)
})

const entry = (over: Partial<Lock[string]> = {}): Lock[string] => ({
	dev: false,
	optional: false,
	devOptional: false,
	dependencies: {},
	optionalDependencies: {},
	peerDependencies: {},
	...over,
})
const lock: Lock = {
	'': entry(),
	'node_modules/a': entry({ dependencies: { b: '2', c: '1' }, optionalDependencies: { native: '1' } }),
	'node_modules/a/node_modules/b': entry({ dependencies: { d: '1' } }),
	'node_modules/b': entry(),
	'node_modules/c': entry({ peerDependencies: { absent: '1' } }),
	'node_modules/d': entry(),
	'node_modules/native': entry({ optional: true, os: ['darwin'] }),
	'node_modules/other': entry({ os: ['!linux'] }),
	'node_modules/tool': entry({ dev: true }),
	'node_modules/x': entry({ dependencies: { tool: '1' } }),
}

it('packages are found as Node finds them, optional ones where they stand', () => {
	const nested = ['node_modules/a', 'node_modules/a/node_modules/b', 'node_modules/c', 'node_modules/d']
	expect(reachedFrom(lock, ['a'], () => false)).toEqual(nested)
	expect(reachedFrom(lock, ['a'], () => true)).toEqual([...nested, 'node_modules/native'])
})

it('a devDependency that is needed at run time is an error', () => {
	expect(() => reachedFrom(lock, ['x'], () => true)).toThrow(/node_modules\/x needs tool, which is a devDependency/)
	expect(() => reachedFrom(lock, ['nowhere'], () => true)).toThrow(/does not have/)
})

it('what npm installs depends on the machine', () => {
	const linux = installedBy(lock, { os: 'linux', cpu: 'x64', libc: 'glibc' })
	expect(linux).not.toContain('node_modules/native')
	expect(linux).not.toContain('node_modules/other')
	expect(linux).not.toContain('node_modules/tool')
	expect(installedBy(lock, { os: 'darwin', cpu: 'x64', libc: '' }, true)).toEqual(Object.keys(lock).slice(1).sort())
})
