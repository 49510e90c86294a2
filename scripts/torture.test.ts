import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'

const torture = (seed: string, ...names: string[]) =>
	spawnSync(process.execPath, ['scripts/torture.ts', ...names], {
		encoding: 'utf8',
		env: { ...process.env, SLUICE_SEED: seed },
	})

it('names the proofs there are when asked for another', () => {
	const { status, stderr } = torture('1', 'smoke')
	expect(status).toBe(2)
	expect(stderr).toMatch(/No proof is called smoke\. There are: .*laws/)
})

it('refuses a seed that is none', () => {
	const { status, stderr } = torture('x', 'laws')
	expect(status).toBe(2)
	expect(stderr).toBe('SLUICE_SEED must be a whole number, not x\n')
})
