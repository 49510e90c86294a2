import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { missingProvider, modulesOf, testModule } from './infra-module.ts'
import { openTerraform, type Terraform } from './infra-terraform.ts'

const nothing = mkdtempSync(join(tmpdir(), 'sluice-plugins-'))
const opened = await openTerraform({ PATH: process.env.PATH, TF_PLUGIN_DIR: nothing })
const skip = 'skip' in opened ? opened.skip : null
if (skip !== null) console.log(`skipped: tests of modules by Terraform (${skip})`)

const MODULE = 'variable "size" {\n  type = number\n}\n\noutput "double" {\n  value = var.size * 2\n}\n'
const run = (name: string, size: number, expected: number) =>
	`run "${name}" {\n  variables {\n    size = ${size}\n  }\n  assert {\n    condition = output.double == ${expected}\n    error_message = "not ${expected}"\n  }\n}\n`

describe.skipIf(skip !== null)('the tests of a module', () => {
	let terraform: Terraform
	beforeAll(() => {
		if ('skip' in opened) throw new Error(opened.skip)
		terraform = opened
	})
	afterAll(() => {
		terraform.close()
		rmSync(nothing, { recursive: true })
	})

	async function tested(files: Record<string, string>) {
		const place = mkdtempSync(join(terraform.folder, 'planted-'))
		for (const [name, text] of Object.entries({ 'tests/.keep': '', ...files })) {
			mkdirSync(dirname(join(place, name)), { recursive: true })
			writeFileSync(join(place, name), text)
		}
		const name = place.slice(terraform.folder.length + 1)
		await terraform.init(name)
		return testModule(terraform, name)
	}

	it('count, and give the outputs of the last run', async () => {
		const files = { 'main.tf': MODULE, 'tests/x.tftest.hcl': run('one', 2, 4) + run('two', 3, 6) }
		expect(await tested(files)).toEqual({
			passed: 2,
			faults: [],
			outputs: { double: { value: 6 } },
			resources: [],
		})
	})

	it('give the resources of the module and of those within it', async () => {
		const inner = 'resource "terraform_data" "inner" {\n  input = "x"\n}\n'
		const outer =
			'module "part" {\n  source = "./part"\n}\n\nresource "terraform_data" "outer" {\n  depends_on = [module.part]\n}\n'
		const files = { 'main.tf': MODULE + outer, 'part/main.tf': inner, 'tests/x.tftest.hcl': run('one', 2, 4) }
		const { resources } = await tested(files)
		expect(resources.map(({ address, depends_on }) => [address, depends_on])).toEqual([
			['terraform_data.outer', ['module.part.terraform_data.inner']],
			['module.part.terraform_data.inner', []],
		])
		expect(resources[1]?.values).toMatchObject({ input: 'x' })
	})

	it.each([
		['an assertion that does not hold', { 'tests/x.tftest.hcl': run('one', 2, 5) }, /x\.tftest\.hcl:\d+: .*not 5/],
		['a run without its variable', { 'tests/x.tftest.hcl': 'run "one" {}\n' }, /size/],
		['text that is no test', { 'tests/x.tftest.hcl': 'run {' }, /x\.tftest\.hcl/],
		['no test at all', {}, /no test ran/],
	])('fail for %s', async (_why, files, fault) => {
		const { faults } = await tested({ 'main.tf': MODULE, ...files })
		expect(faults.join('\n')).toMatch(fault)
	})

	it('are skipped with a reason where the provider is not to be had', async () => {
		mkdirSync(join(terraform.folder, 'provided'))
		const needs = 'terraform {\n  required_providers {\n    aws = {\n      source = "hashicorp/aws"\n    }\n  }\n}\n'
		writeFileSync(join(terraform.folder, 'provided', 'main.tf'), needs)
		expect(missingProvider(await terraform.init('provided'))).toContain('TF_PLUGIN_DIR')
	})

	it('are not skipped when init fails for a mistake', async () => {
		mkdirSync(join(terraform.folder, 'mistaken'))
		writeFileSync(join(terraform.folder, 'mistaken', 'main.tf'), 'module "x" {\n  source = "./absent"\n}\n')
		const init = await terraform.init('mistaken')
		expect(init.code).not.toBe(0)
		expect(missingProvider(init)).toBeNull()
	})

	it('run the gate before whatever needs a provider', () => expect(modulesOf(terraform)[0]).toBe('gate'))
})
