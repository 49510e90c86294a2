import { randomBytes } from 'node:crypto'
import type { Cluster } from '../account.ts'
import { type Refused, refuse } from '../json-operation.ts'
import { pageOf } from '../paging.ts'
import { cancelSteps } from './cancel-steps.ts'
import { inputs, type StepInput } from './inputs.ts'
import { newStep } from './new-step.ts'
import { findCluster, findStep, onCluster, operation, type Run } from './operation.ts'
import { badMarker, ended, unknownCluster, unknownJobFlow, unknownStep } from './refusals.ts'
import { stepShape } from './shapes.ts'

/** EMR management guide, "Submit work to a cluster". */
const MOST_ACTIVE = 256
/** All strings of a HadoopJarStep together (API reference, HadoopJarStepConfig). */
const MOST_TEXT = 10_240
const LAST_VISIBLE = 1000

export const stepOperations = {
	DescribeStep: operation({
		input: inputs.DescribeStep,
		rights: ({ ClusterId }, call) => onCluster(call, ClusterId, 'clusterId'),
		prepare({ ClusterId, StepId }, { call }) {
			const cluster = findCluster(call, ClusterId)
			if (!cluster) return unknownCluster(ClusterId)
			const step = findStep(cluster, StepId)
			return step ? () => ({ Step: stepShape(step) }) : unknownStep(StepId)
		},
	}),

	ListSteps: operation({
		input: inputs.ListSteps,
		rights: ({ ClusterId }, call) => onCluster(call, ClusterId, 'clusterId'),
		prepare({ ClusterId, StepIds, StepStates, Marker }, { call }) {
			const cluster = findCluster(call, ClusterId)
			if (!cluster) return unknownCluster(ClusterId)
			if (StepIds.length > 0 && StepStates.length > 0)
				return refuse('InvalidRequestException', 'Cannot specify both StepIds and StepStates.')
			if (StepIds.length > 10) return refuse('InvalidRequestException', 'A maximum of 10 step ids can be specified.')
			const missing = StepIds.find((id) => !findStep(cluster, id))
			if (missing !== undefined) return unknownStep(missing)
			const wanted = cluster.steps
				.filter(({ createdAt }) => cluster.listLagMs === 0 || createdAt + cluster.listLagMs <= call.now)
				.slice(-LAST_VISIBLE)
				.reverse()
				.filter(({ id }) => StepIds.length === 0 || StepIds.includes(id))
				.filter(({ state }) => StepStates.length === 0 || StepStates.some((each) => each === state))
			const list = ['ListSteps', ClusterId, StepIds, StepStates]
			const page = pageOf(wanted, { list, mark: Marker, size: 50 })
			return page ? () => ({ Steps: page.items.map(stepShape), Marker: page.next }) : badMarker(Marker)
		},
	}),

	AddJobFlowSteps: operation({
		input: inputs.AddJobFlowSteps,
		rights: ({ JobFlowId }, call) => onCluster(call, JobFlowId, 'jobFlowId'),
		prepare({ JobFlowId, Steps, ExecutionRoleArn }, { call }) {
			const cluster = findCluster(call, JobFlowId)
			const refused = cluster ? refusedSteps(cluster, Steps, ExecutionRoleArn) : unknownJobFlow()
			if (!cluster || refused) return refused ?? unknownJobFlow()
			return () => {
				const added = Steps.map((step) => newStep(asked(step, call.now), cluster.nextSteps.shift()))
				cluster.steps.push(...added)
				call.changed.push(...added.map(({ id }) => `step +${cluster.id}/${id}`))
				return { StepIds: added.map(({ id }) => id) }
			}
		},
	}),

	CancelSteps: cancelSteps,
} satisfies Record<string, Run>

/** API reference, AddJobFlowSteps: a state that is none of these takes no step. */
const TAKE_STEPS: readonly string[] = ['STARTING', 'BOOTSTRAPPING', 'RUNNING', 'WAITING']
const ACTIVE: readonly string[] = ['PENDING', 'RUNNING', 'CANCEL_PENDING']

function refusedSteps(cluster: Cluster, steps: StepInput[], executionRoleArn: string | undefined): Refused | null {
	const invalid = (message: string) => refuse('ValidationException', message)
	if (!TAKE_STEPS.includes(cluster.state)) return ended()
	if (executionRoleArn !== undefined) return invalid('Runtime roles are not supported on this cluster.')
	if (steps.length === 0) return invalid('The list of steps cannot be empty.')
	if (steps.some((step) => textLength(step) > MOST_TEXT)) {
		return invalid(`The strings of a step cannot exceed ${MOST_TEXT} characters in total.`)
	}
	const active = cluster.steps.filter(({ state }) => ACTIVE.includes(state)).length
	return active + steps.length > MOST_ACTIVE
		? invalid("Maximum number of active steps(State = 'Running', 'Pending' or 'Cancel_Pending') for cluster exceeded.")
		: null
}

function textLength({ HadoopJarStep: { Jar, MainClass = '', Args, Properties } }: StepInput): number {
	const properties = Properties.flatMap(({ Key, Value }) => [Key, Value])
	return [Jar, MainClass, ...Args, ...properties].join('').length
}

const asked = ({ Name, ActionOnFailure, HadoopJarStep }: StepInput, createdAt: number) => ({
	id: `s-${randomBytes(7).toString('hex').slice(0, 13).toUpperCase()}`,
	name: Name,
	actionOnFailure: ActionOnFailure,
	jar: HadoopJarStep.Jar,
	mainClass: HadoopJarStep.MainClass ?? null,
	args: HadoopJarStep.Args,
	properties: Object.fromEntries(HadoopJarStep.Properties.map(({ Key, Value }) => [Key, Value])),
	createdAt,
})
