import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { preflightAnswer } from '../standin/gate/answer.ts'
import { type RuleValues, readRules } from '../standin/gate/rules.ts'
import type { Terraform } from './infra-terraform.ts'

const document = z.record(z.string(), z.unknown())
const account = '111122223333'
const role = (name: string) => `arn:aws:iam::${account}:role/${name}`

/** Values that the two renderers could read differently: several ARNs in one list, paths and every legal character in a name. */
const VALUES: RuleValues = {
	apiArn: `arn:aws:execute-api:us-west-2:${account}:abcdefghij`,
	consoleOrigin: 'https://console.sluice.example:8443',
	roles: {
		viewer: [role('sluice-console-viewer'), role('sluice-cli-viewer')],
		support: [role('staff/eu/sluice_support+1=a,b.c@d')],
		engineer: [role('sluice-console-engineer')],
		admin: [role('sluice-console-admin'), role('sluice-cli-admin'), role('third')],
		auditor: [role('sluice-console-auditor')],
	},
}

/** The parts of the gate that Terraform would ship otherwise than the stand-in enforces them; empty when they agree. */
export async function parityFaults(terraform: Terraform): Promise<string[]> {
	const shipped = await renderedByTerraform(terraform)
	const enforced = renderedByStandin()
	const parts = new Set([...Object.keys(shipped), ...Object.keys(enforced)])
	return [...parts]
		.filter((part) => !isDeepStrictEqual(shipped[part], enforced[part]))
		.map(
			(part) =>
				`${part} differs:\n  shipped  ${JSON.stringify(shipped[part])}\n  enforced ${JSON.stringify(enforced[part])}`,
		)
}

function renderedByStandin(): Record<string, unknown> {
	const { resourcePolicy, ...rules } = readRules(VALUES)
	const preflight = preflightAnswer(rules.cors).headers.filter(([name]) => name !== 'Content-Type')
	return { ...rules, resourcePolicy: JSON.parse(resourcePolicy), preflight: Object.fromEntries(preflight) }
}

async function renderedByTerraform(terraform: Terraform): Promise<Record<string, unknown>> {
	const values = { api_arn: VALUES.apiArn, console_origin: VALUES.consoleOrigin, roles: VALUES.roles }
	writeFileSync(join(terraform.folder, 'gate', 'parity.auto.tfvars.json'), JSON.stringify(values))
	for (const args of [
		['init', '-input=false'],
		['apply', '-auto-approve', '-input=false', '-no-color'],
	]) {
		const { code, stderr } = await terraform.run('gate', args)
		if (code !== 0) throw new Error(`terraform ${args[0]} of infra/gate failed:\n${stderr}`)
	}
	const { stdout } = await terraform.run('gate', ['output', '-json', 'gate'])
	return document.parse(JSON.parse(stdout))
}
