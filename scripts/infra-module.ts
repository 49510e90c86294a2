import { globSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import type { Ran, Terraform } from './infra-terraform.ts'

/** Every module and root of infra/ by its folder: the gate, which needs no provider, then modules, then what uses them. */
export function modulesOf({ folder }: Terraform): string[] {
	const places = globSync('**/versions.tf', { cwd: folder, exclude: (name) => name === '.terraform' }).map(dirname)
	const rank = (place: string) => ['gate', 'modules', 'examples'].indexOf(place.split('/')[0] ?? '')
	return places.sort((a, b) => rank(a) - rank(b) || a.localeCompare(b))
}

export const isRoot = (place: string): boolean => place.startsWith('examples/')

/** As `terraform output -json` prints them. */
const outputs = z.record(z.string(), z.object({ value: z.unknown() }))

const resource = z.object({
	address: z.string(),
	type: z.string(),
	values: z.record(z.string(), z.unknown()),
	/** All that comes before it, directly or not, without instances. */
	depends_on: z.array(z.string()).default([]),
})
export type Resource = z.output<typeof resource>

const module = z.object({
	resources: z.array(resource).default([]),
	get child_modules() {
		return z.array(module).default([])
	},
})

/**
 * What a module's tests said. `faults` holds each failure with its place; `outputs` and `resources`, those of its own modules
 * among them, are of the last run that has outputs.
 */
export type Tested = { passed: number; faults: string[]; outputs: z.output<typeof outputs>; resources: Resource[] }

const line = z.object({
	type: z.string(),
	test_summary: z.object({ passed: z.number(), failed: z.number(), errored: z.number() }).optional(),
	diagnostic: z
		.object({
			severity: z.string(),
			summary: z.string(),
			detail: z.string().default(''),
			range: z.object({ filename: z.string(), start: z.object({ line: z.number() }) }).optional(),
		})
		.optional(),
	test_state: z.object({ outputs: outputs.optional(), root_module: module.optional() }).optional(),
})
type Line = z.infer<typeof line>

export async function testModule(terraform: Terraform, place: string): Promise<Tested> {
	const { code, stdout, stderr } = await terraform.run(place, ['test', '-json', '-verbose'])
	const lines = stdout.split('\n').flatMap((text) => (text.startsWith('{') ? [line.parse(JSON.parse(text))] : []))
	const summary = lines.find((one) => one.test_summary)?.test_summary ?? { passed: 0, failed: 0, errored: 0 }
	const faults = lines.flatMap(noteOf)
	const failed = summary.failed + summary.errored
	// A module whose tests did not even load, or that has none, must not count as fine.
	if (faults.length === 0 && (failed > 0 || code !== 0 || summary.passed === 0))
		faults.push(stderr.trim() || 'no test ran')
	const state = lines.findLast((one) => one.test_state?.outputs)?.test_state
	return {
		passed: summary.passed,
		faults,
		outputs: state?.outputs ?? {},
		resources: state?.root_module === undefined ? [] : resourcesOf(state.root_module),
	}
}

const resourcesOf = (one: z.output<typeof module>): Resource[] => [
	...one.resources,
	...one.child_modules.flatMap(resourcesOf),
]

function noteOf({ diagnostic }: Line): string[] {
	if (diagnostic?.severity !== 'error') return []
	const { summary, detail, range } = diagnostic
	return [`${range ? `${range.filename}:${range.start.line}: ` : ''}${summary}: ${detail}`]
}

/** Why a provider is not to be had here, or null when init failed for another reason. */
export function missingProvider({ stderr }: Ran): string | null {
	if (!/Failed to (query available provider packages|install provider)/.test(stderr)) return null
	return 'the AWS provider cannot be fetched; TF_PLUGIN_DIR may name a mirror folder that holds it'
}
