import type { Cluster, Step } from '../account.ts'
import { type Refused, refuse } from '../json-operation.ts'
import { inputs } from './inputs.ts'
import { findCluster, findStep, onCluster, operation, type Scope } from './operation.ts'
import { unknownCluster, unknownStep } from './refusals.ts'

/** API reference, CancelSteps. The model names no limit, so the service itself refuses, by the one error it declares. */
const MOST_IDS = 256

/** Asynchronous: whether a step that runs is stopped shows in its state alone. Both options end alike in this world. */
export const cancelSteps = operation({
	input: inputs.CancelSteps,
	rights: ({ ClusterId }, call) => onCluster(call, ClusterId, 'clusterId'),
	prepare({ ClusterId, StepIds }, scope) {
		const { call } = scope
		const cluster = findCluster(call, ClusterId)
		if (!cluster) return unknownCluster(ClusterId)
		const refused = refusedIds(StepIds) ?? refusedRelease(cluster) ?? refusedStep(cluster, StepIds, scope)
		if (refused) return refused
		return () => ({
			CancelStepsInfoList: StepIds.map((id) => {
				const step = findStep(cluster, id)
				const reason = step ? cancel(cluster, step, call.now) : `Step id '${id}' is not valid.`
				if (step && reason === null) call.changed.push(`step ~${cluster.id}/${id} ${step.state}`)
				return reason === null ? { StepId: id, Status: 'SUBMITTED' } : { StepId: id, Status: 'FAILED', Reason: reason }
			}),
		})
	},
})

const invalid = (message: string) => refuse('InvalidRequestException', message)

function refusedIds(ids: readonly string[]): Refused | null {
	if (ids.length === 0) return invalid('The list of step ids cannot be empty.')
	return ids.length > MOST_IDS ? invalid(`A maximum of ${MOST_IDS} step ids can be specified.`) : null
}

/** As numbers, so that they can be compared. */
const releaseOf = ({ releaseLabel }: Cluster): [major: number, minor: number] => {
	const [major = 0, minor = 0] = releaseLabel.replace('emr-', '').split('.').map(Number)
	return [major, minor]
}

/** Available from 4.8 on, but for 5.0 (API reference, CancelSteps). */
function refusedRelease(cluster: Cluster): Refused | null {
	const [major, minor] = releaseOf(cluster)
	const tooOld = major < 4 || (major === 4 && minor < 8) || (major === 5 && minor === 0)
	return tooOld ? invalid(`Steps cannot be cancelled on release ${cluster.releaseLabel}.`) : null
}

/**
 * Whether a step that is nowhere is an error of the call or of the step is not documented: each order shows one. One that
 * another cluster has is an error of the call.
 */
function refusedStep(cluster: Cluster, ids: readonly string[], { call, strict }: Scope): Refused | null {
	const others = [...call.account.clusters.values()].filter((each) => each !== cluster)
	const wrong = ids.find((id) => !findStep(cluster, id) && (strict || others.some((other) => findStep(other, id))))
	return wrong === undefined ? null : unknownStep(wrong)
}

/** Null, or why not. Releases before 5.28 cancel pending steps only (API reference, CancelSteps). */
function cancel(cluster: Cluster, step: Step, now: number): string | null {
	if (step.state === 'PENDING') {
		step.state = 'CANCELLED'
		step.endedAt = now
		return null
	}
	const [major, minor] = releaseOf(cluster)
	if (step.state !== 'RUNNING' || major < 5 || (major === 5 && minor < 28)) {
		return `Step is in state ${step.state} and cannot be cancelled.`
	}
	step.state = 'CANCEL_PENDING'
	step.cancelledAt = now
	return null
}
