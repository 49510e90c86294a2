import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parityFaults } from './infra-parity.ts'
import { openTerraform, type Terraform } from './infra-terraform.ts'

const opened = await openTerraform(process.env)
const skip = 'skip' in opened ? opened.skip : null
if (skip !== null) console.log(`skipped: Terraform and the stand-in gate side by side (${skip})`)

describe.skipIf(skip !== null)('Terraform and the stand-in gate', () => {
	let terraform: Terraform
	beforeAll(() => {
		if ('skip' in opened) throw new Error(opened.skip)
		terraform = opened
	})
	afterAll(() => terraform.close())

	it('render the files of infra/gate alike', async () => expect(await parityFaults(terraform)).toEqual([]))

	it.each([
		['resource-policy.json', '/prod/OPTIONS/*', '/*/OPTIONS/*', 'resourcePolicy'],
		['access-log.json', '$context.requestTimeEpoch', '$context.requestTime', 'accessLog'],
		['identity-headers.json', 'context.identity.userArn', 'context.identity.user', 'identityHeaders'],
		['throttling.json', '500', '501', 'throttling'],
		['cors.json', 'idempotency-key', 'Idempotency-Key', 'cors'],
		['gateway-responses.json', "'no-store'", "'private'", 'responses'],
	])('are told apart by one edit of %s', async (name, from, to, part) => {
		const file = join(terraform.folder, 'gate', name)
		const text = readFileSync(file, 'utf8')
		writeFileSync(file, text.replace(from, to))
		const faults = await parityFaults(terraform)
		writeFileSync(file, text)
		expect(faults.map((fault) => fault.split(' ')[0])).toContain(part)
	})
})

describe('a machine that cannot run Terraform', () => {
	const folder = mkdtempSync(join(tmpdir(), 'sluice-path-'))
	afterAll(() => rmSync(folder, { recursive: true }))

	it.each([
		['no program', null, 'no program terraform on PATH'],
		['an old one', 'echo \'{"terraform_version":"1.10.5"}\'', 'Terraform 1.11 or newer is needed, this is 1.10.5'],
		['a broken one', 'echo "no such loader" >&2; exit 1', 'terraform does not run: no such loader'],
	])('says so: %s', async (_why, script, reason) => {
		const file = join(folder, 'terraform')
		rmSync(file, { force: true })
		if (script !== null) writeFileSync(file, `#!/bin/sh\n${script}\n`)
		if (script !== null) chmodSync(file, 0o755)
		expect(await openTerraform({ PATH: folder })).toEqual({ skip: reason })
	})
})
