import { readFileSync } from 'node:fs'
import { z } from 'zod'

const several = z.union([z.string(), z.array(z.string())]).transform((one) => [one].flat())
const policy = z.object({
	Statement: z.array(
		z.object({ Effect: z.literal('Allow'), Action: several, Resource: several, Condition: z.unknown().optional() }),
	),
})

/** The customer whose role infra/modules/customer-role/tests makes. */
const CUSTOMER = { region: 'us-west-2', account: '444455556666', bucket: 'grove-lake' }

/**
 * What the role that customers apply may do, but the healthy customers of the stand-in's world may not, and the other way
 * round. `printed` is the module's output policy_json. Empty when what is checked at home is what customers grant.
 */
export function customerPolicyFaults(printed: unknown): string[] {
	const file = readFileSync(new URL('../standin/world/policies/data-lake.json', import.meta.url), 'utf8')
	const world = file.replaceAll(
		/\$\{(region|account|bucket)\}/g,
		(_whole, name: keyof typeof CUSTOMER) => CUSTOMER[name],
	)
	const [applied, held] = [grants(z.string().parse(printed)), grants(world)]
	return [
		...[...applied.difference(held)].map((one) => `customers of the world lack ${one}`),
		...[...held.difference(applied)].map((one) => `infra/modules/customer-role lacks ${one}`),
	]
}

/** One line for each action on each resource. `*` on a resource of one service is that service's every action. */
function grants(text: string): Set<string> {
	const lines = policy.parse(JSON.parse(text)).Statement.flatMap(({ Action, Resource, Condition }) =>
		Action.flatMap((action) =>
			Resource.map((resource) => {
				const whole = action === '*' && resource !== '*' ? `${resource.split(':')[2]}:*` : action
				return `${whole} on ${resource}${Condition === undefined ? '' : ` if ${JSON.stringify(Condition)}`}`
			}),
		),
	)
	return new Set(lines)
}
