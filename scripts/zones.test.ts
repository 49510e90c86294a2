import { execFile } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

/** [importing file, import, part of the message that names the right home; null where the import is legal] */
const PLANTED: [string, string, string | null][] = [
	['lib/contract/planted.ts', '../iam/evaluate.ts', 'Wire code belongs in lib/gateway'],
	['lib/contract/planted.ts', 'react', 'Wire code belongs in lib/gateway'],
	['lib/contract/planted.ts', 'zod', null],
	['lib/iam/planted.ts', 'zod', 'pass the value in'],
	['lib/iam/planted.ts', 'node:fs', 'pass the value in'],
	['lib/iam/planted.ts', './pattern.ts', null],
	['lib/settings/planted.ts', 'node:fs', 'service/main.ts or scripts/'],
	['lib/saml/planted.ts', 'server-only', 'Next code belongs in app/sign-in'],
	['lib/saml/planted.ts', '../settings/saml.ts', 'Next code belongs in app/sign-in'],
	['lib/gateway/planted.ts', 'react', 'React belongs in lib/query'],
	['lib/gateway/planted.ts', '../session/store.ts', 'browser state in lib/session'],
	['lib/gateway/planted.ts', '../contract/table.ts', null],
	['lib/query/planted.ts', '../../app/paths.ts', 'belongs in components/ or app/'],
	['lib/session/planted.ts', '../../service/service.ts', 'server checks in lib/saml'],
	['lib/session/planted.ts', 'aws-amplify', null],
	['components/planted.tsx', '../app/sources/parts.tsx', 'belongs in app/<noun>'],
	['components/planted.tsx', '../lib/query/sources.ts', 'belongs in app'],
	['components/planted.tsx', '@tanstack/react-query', 'Data belongs in lib/query'],
	['app/sources/planted.tsx', '../../service/service.ts', 'reached through lib/query'],
	['app/sources/planted.tsx', '../../standin/world/clock.ts', 'reached through lib/query'],
	['app/sources/planted.tsx', '../checks/report.tsx', 'app/<noun>/parts.tsx'],
	['app/sources/planted.tsx', '../checks/parts.tsx', null],
	['app/sources/deep/planted.tsx', '../../../lib/saml/verify.ts', 'service/sessions'],
	['app/sources/deep/planted.tsx', '../../../lib/query/sources.ts', null],
	['app/frame/planted.tsx', '../sources/row.tsx', 'app/<noun>/parts.tsx'],
	['app/sign-in/planted.tsx', '../sources/row.tsx', 'Sign-in knows no noun'],
	['app/sign-in/planted.tsx', '../../lib/saml/verify.ts', 'app/sign-in/acs'],
	['app/sign-in/acs/planted.ts', '../../../lib/saml/verify.ts', null],
	['app/sign-in/acs/planted.ts', '../../../service/service.ts', 'reached through lib/query'],
	['service/sources/planted.ts', '@aws-sdk/client-s3', 'service/aws only'],
	['service/sources/planted.ts', '../http/router.ts', 'Wiring belongs in service/http'],
	['service/sources/planted.ts', 'hono', 'Wiring belongs in service/http'],
	['service/sources/planted.ts', '../checks/run.ts', 'service/<noun>/public.ts'],
	['service/sources/planted.ts', '../checks/public.ts', null],
	['service/sources/planted.ts', '../../lib/saml/verify.ts', 'service/sessions'],
	['service/sources/planted.ts', '../../app/paths.ts', 'UI belongs in app/'],
	['service/sessions/planted.ts', '../../lib/saml/verify.ts', null],
	['service/sessions/planted.ts', 'pg', 'service/store'],
	['service/aws/planted.ts', '../../lib/contract/table.ts', 'neither contract nor domain'],
	['service/aws/planted.ts', '@aws-sdk/client-s3', null],
	['service/store/planted.ts', '../sources/search.ts', 'service/<noun>'],
	['service/http/planted.ts', '../../standin/world/clock.ts', 'the local world in standin/'],
	['service/main.ts', '@aws-sdk/client-sts', 'service/aws only'],
	['standin/gate/planted.ts', '../../lib/contract/table.ts', 'never imports product code'],
	['standin/gate/planted.ts', '../../lib/iam/evaluate.ts', null],
	['standin/okta/planted.ts', '@node-saml/node-saml', 'by hand'],
	['e2e/planted.ts', '../service/service.ts', 'from outside'],
	['e2e/planted.ts', '../lib/contract/table.ts', null],
	['bench/planted.ts', '../app/paths.ts', 'from outside'],
	['cli/planted.ts', '../service/service.ts', 'speaks to the gate'],
	['cli/planted.ts', '../lib/gateway/client.ts', null],
	['service/sources/planted.test.ts', '../http/router.ts', null],
	['service/sources/planted.torture.ts', '../http/router.ts', null],
]

type Report = { diagnostics: { category: string; message: string; location: { path: string | { file: string } } }[] }
let tree: string
let report: Report
const fileOf = (index: number, file: string) => file.replace(/planted/, `planted-${index}`)

beforeAll(async () => {
	tree = mkdtempSync(join(tmpdir(), 'sluice-zones-'))
	for (const name of ['biome.json', '.gitignore']) copyFileSync(resolve(name), join(tree, name))
	const write = (file: string, text: string) => {
		mkdirSync(dirname(join(tree, file)), { recursive: true })
		writeFileSync(join(tree, file), text)
	}
	for (const [index, [file, target]] of PLANTED.entries()) write(fileOf(index, file), `import '${target}'\n`)
	write('lib/contract/cycle-a.ts', "import { b } from './cycle-b.ts'\nexport const a = () => b\n")
	write('lib/contract/cycle-b.ts', "import { a } from './cycle-a.ts'\nexport const b = () => a\n")
	const biome = resolve('node_modules/@biomejs/biome/bin/biome')
	const args = [biome, 'lint', '--reporter=json', '--max-diagnostics=none', '.']
	const output = await new Promise<string>((done) => {
		execFile(process.execPath, args, { cwd: tree, maxBuffer: 1e8 }, (_error, stdout) => done(stdout))
	})
	report = JSON.parse(output) as Report
}, 60_000)

afterAll(() => rmSync(tree, { recursive: true, force: true }))

const messagesFor = (file: string) =>
	report.diagnostics
		.filter((found) => JSON.stringify(found.location.path).includes(file))
		.map((found) => `${found.category} ${found.message}`)

describe('import directions', () => {
	it.each(PLANTED.map((planted, index) => [...planted, index] as const))(
		'%s importing %s',
		(file, _target, home, index) => {
			const found = messagesFor(fileOf(index, file)).filter((message) => message.includes('noRestrictedImports'))
			if (home === null) expect(found).toEqual([])
			else expect(found.join('\n')).toContain(home)
		},
	)

	it('finds a cycle of value imports', () => {
		expect(messagesFor('lib/contract/cycle-a.ts').join('\n')).toContain('noImportCycles')
	})
})
