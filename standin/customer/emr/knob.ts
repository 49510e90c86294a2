import { z } from 'zod'
import { parseFields } from '../../world/knobs.ts'
import type { Cluster, Step } from '../account.ts'
import { stepIdOf } from '../seed.ts'
import { newStep } from './new-step.ts'

const failure = z.strictObject({
	reason: z.string().optional(),
	message: z.string().optional(),
	logFile: z.string().optional(),
})

/** From its beginning; null: it hangs. */
const runsSeconds = z.number().min(0).nullable().optional()

/** A cancel comes too late for it: it ends as it would have. */
const outlivesCancel = z.boolean({ error: 'must be true or false' }).optional()

const step = z.strictObject({
	/** Left out: one more step. */
	id: z.string().optional(),
	name: z.string().optional(),
	/** Any text: one that no client knows must be shown as itself. */
	state: z.string().min(1).max(64).optional(),
	failure: failure.nullable().optional(),
	runsSeconds,
	outlivesCancel,
	actionOnFailure: z.enum(['TERMINATE_CLUSTER', 'CANCEL_AND_WAIT', 'CONTINUE']).optional(),
})
type StepChange = z.infer<typeof step>

const nextStep = z.strictObject({ runsSeconds, outlivesCancel, failure: failure.optional() })

const change = z.object({
	/** Begins now; a life goes on from there by the world's clock. */
	state: z.string().min(1).max(64).optional(),
	code: z.string().nullable().optional(),
	message: z.string().optional(),
	errors: z
		.array(
			z.strictObject({
				code: z.string(),
				message: z.string(),
				data: z.array(z.record(z.string(), z.string())).default([]),
			}),
		)
		.max(10, 'holds more than the ten that EMR shows')
		.optional(),
	tags: z.record(z.string(), z.string()).optional(),
	releaseLabel: z.string().optional(),
	collection: z.enum(['INSTANCE_GROUP', 'INSTANCE_FLEET']).optional(),
	groupState: z.string().nullable().optional(),
	steps: z.array(step).max(300).optional(),
	/** ListSteps hides steps so long after they were submitted; DescribeStep does not. */
	listLagMs: z.int().min(0).max(86_400_000).optional(),
	/** From the beginning of a step to its logs in the bucket; null: there never are any. */
	logsAfterSeconds: z.number().min(0).nullable().optional(),
	/** Of the next steps to be submitted, one each; replaces what was said before. */
	nextSteps: z.array(nextStep).max(100).optional(),
})

/** What `POST /_world/clusters/{id}` changes: null, or a sentence that names the field. */
export function turnCluster(cluster: Cluster, json: unknown): string | null {
	const parsed = parseFields(change, json)
	if ('error' in parsed) return parsed.error
	const { state, code, message, steps = [], nextSteps, logsAfterSeconds, ...rest } = parsed.value
	const missing = steps.find(({ id }) => id !== undefined && !cluster.steps.some((each) => each.id === id))
	if (missing) return `steps: the cluster has no step ${missing.id}`
	Object.assign(cluster, defined(rest))
	if (state !== undefined) Object.assign(cluster, { state, since: null, endedAt: null, stateChangeCode: null })
	if (code !== undefined) cluster.stateChangeCode = code
	if (message !== undefined) cluster.stateChangeMessage = message
	if (logsAfterSeconds !== undefined) cluster.logsAfterMs = logsAfterSeconds === null ? null : logsAfterSeconds * 1_000
	if (nextSteps !== undefined) cluster.nextSteps = nextSteps.map(runOf)
	for (const each of steps) turnStep(cluster, each)
	return null
}

const runOf = ({ runsSeconds, failure: planned, ...rest }: z.infer<typeof nextStep>) => ({
	...rest,
	ms: typeof runsSeconds === 'number' ? runsSeconds * 1_000 : runsSeconds,
	failure: planned ?? null,
})

function turnStep(cluster: Cluster, { id, runsSeconds, failure: failed, ...rest }: StepChange): void {
	const turned = cluster.steps.find((each) => each.id === id) ?? added(cluster)
	Object.assign(turned, defined(rest))
	if (failed !== undefined) turned.failure = turned.state === 'FAILED' ? failed : null
	if (runsSeconds === null) turned.runs = null
	else if (runsSeconds !== undefined || failed !== undefined) {
		const ms = runsSeconds === undefined ? (turned.runs?.ms ?? 0) : runsSeconds * 1_000
		turned.runs = { ms, failure: failed ?? null }
	}
}

function added(cluster: Cluster): Step {
	const last = cluster.steps.at(-1)
	const step = newStep({
		id: stepIdOf(`${cluster.id}/added/${cluster.steps.length}`),
		name: 'step',
		actionOnFailure: 'CONTINUE',
		jar: 'command-runner.jar',
		mainClass: null,
		args: [],
		properties: {},
		createdAt: last?.endedAt ?? last?.createdAt ?? cluster.createdAt,
	})
	cluster.steps.push(step)
	return step
}

const defined = (fields: object) =>
	Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
