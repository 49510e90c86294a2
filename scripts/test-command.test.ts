import { spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const nowhere = mkdtempSync(join(tmpdir(), 'sluice-no-browser-'))
const npmTest = (...suites: string[]) =>
	spawnSync(process.execPath, ['scripts/test.ts', ...suites], {
		encoding: 'utf8',
		env: { ...process.env, PATH: nowhere, SLUICE_CHROMIUM: undefined, PLAYWRIGHT_BROWSERS_PATH: nowhere },
	})

it('says in one line which browser is missing and how to bring it, and counts that as a failure', () => {
	const { status, stdout, stderr } = npmTest('e2e')
	expect(status).toBe(1)
	expect(stderr).toContain('No Chromium was found. Install')
	expect(stderr).toContain('SLUICE_CHROMIUM')
	expect(stdout.trimEnd().split('\n').at(-1)).toBe('0 passed, 1 failed')
})

it('names the suites there are when asked for another', () => {
	const { status, stderr } = npmTest('e2e', 'smoke')
	expect(status).toBe(2)
	expect(stderr).toMatch(/No suite is called smoke\. There are: lint, .*e2e/)
})
