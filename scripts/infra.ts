import { customerPolicyFaults } from './infra-customer.ts'
import { isRoot, missingProvider, modulesOf, testModule } from './infra-module.ts'
import { parityFaults } from './infra-parity.ts'
import { planFaults } from './infra-plan.ts'
import { settingsFaults } from './infra-settings.ts'
import { stackFaults } from './infra-stack.ts'
import { openTerraform, type Terraform } from './infra-terraform.ts'
import type { Tally } from './suite.ts'

/** Seconds on two cores, most of them for the provider's plugin, which starts anew in each run of each test. */
export const INFRA_BUDGET = 900

/**
 * Proves infra/ without an account and without credentials: format, the gate's files beside the stand-in, each module's
 * tests, the customer's role beside the world's customers, whether the settings that roots print are those that are read,
 * whether roots join their modules rightly, and a plan of each root. What cannot run is skipped with a line that says why.
 */
export async function infra(): Promise<Tally> {
	const opened = await openTerraform(process.env)
	if ('skip' in opened) {
		console.log(`skipped: infra (${opened.skip})`)
		return { passed: 0, failed: 0, skipped: 1 }
	}
	try {
		return await prove(opened)
	} finally {
		opened.close()
	}
}

async function prove(terraform: Terraform): Promise<Tally> {
	const tally: Tally = { passed: 0, failed: 0, skipped: 0 }
	const add = (what: string, faults: string[], passed = 1) => {
		tally.passed += faults.length > 0 ? 0 : passed
		tally.failed += faults.length
		console.log(`${what}: ${faults.length > 0 ? `\n${faults.join('\n')}` : `${passed} passed`}`)
	}
	const format = await terraform.run('.', ['fmt', '-check', '-recursive', '-diff', '-no-color'])
	add('format', format.code === 0 ? [] : [format.stdout + format.stderr])
	add('parity with the stand-in gate', await parityFaults(terraform))
	for (const place of modulesOf(terraform)) {
		const init = await terraform.init(place)
		const missing = missingProvider(init)
		if (missing !== null) {
			console.log(`skipped: ${place} and what follows (${missing})`)
			return { ...tally, skipped: tally.skipped + 1 }
		}
		// A root validates every module it uses; the rest is validated by its own tests.
		const ready = init.code === 0 && isRoot(place) ? await terraform.run(place, ['validate', '-no-color']) : init
		if (ready.code !== 0) add(place, [ready.stderr.trim()])
		else {
			const { passed, faults, outputs, resources } = await testModule(terraform, place)
			const policy = place === 'modules/customer-role' ? customerPolicyFaults(outputs.policy_json?.value) : []
			const root = isRoot(place) ? [...settingsFaults(outputs), ...stackFaults(resources)] : []
			add(place, [...faults, ...policy, ...root], passed)
			if (isRoot(place)) add(`${place} planned by the provider`, await planFaults(terraform, place))
		}
	}
	return tally
}

if (import.meta.main) {
	const { passed, failed, skipped } = await infra()
	console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
	process.exitCode = failed > 0 ? 1 : 0
}
