import { z } from 'zod'
import type { AwsAnswer } from '../../aws/ports.ts'
import type { Meaning, Rule } from '../probe.ts'

export const CLUSTER_STATE = 'emr-cluster-state'

const INVALID = ['InvalidRequestException', 'ValidationException']

/** EMR looks up a cluster to read its tags, so what it says of the cluster comes before any policy. */
export const clusterRule: Rule = {
	codes: INVALID,
	text: /\b(cluster|job ?flow)\b/i,
	means: { is: 'blocked-by', findingId: CLUSTER_STATE, otherwise: { is: 'allowed', ofOrder: true } },
}

/** Every other objection to the request proves the right, if EMR authorizes first. */
export const objectionRule: Rule = { codes: INVALID, means: { is: 'allowed', ofOrder: true } }

const described = z.object({
	Cluster: z.object({
		Status: z.object({ State: z.string() }),
		Tags: z.array(z.object({ Key: z.string().optional(), Value: z.string().optional() })).optional(),
	}),
})

export type SeenCluster = { state: string; tags: { key: string; value: string }[] }

/** Null when the answer describes no cluster. */
export function seenCluster(answer: AwsAnswer | null): SeenCluster | null {
	const read = answer?.kind === 'ok' ? described.safeParse(answer.value) : null
	if (!read?.success) return null
	const { Status, Tags = [] } = read.data.Cluster
	return { state: Status.State, tags: Tags.map(({ Key = '', Value = '' }) => ({ key: Key, value: Value })) }
}

/** States that take steps, and those that never will again (EMR API reference, ClusterStatus). */
const ALIVE = new Set(['STARTING', 'BOOTSTRAPPING', 'RUNNING', 'WAITING'])
const ENDED = new Set(['TERMINATING', 'TERMINATED', 'TERMINATED_WITH_ERRORS'])

export function stateMeaning(answer: AwsAnswer): Meaning {
	const cluster = seenCluster(answer)
	if (cluster === null) {
		return answer.kind === 'refused' && INVALID.includes(answer.code)
			? { is: 'wrong-setting', headline: 'The region of the settings has no EMR cluster of this id.' }
			: { is: 'blocked-by', findingId: 'emr-describe-cluster' }
	}
	if (ALIVE.has(cluster.state)) return { is: 'allowed', headline: `The cluster is ${cluster.state}.` }
	return ENDED.has(cluster.state)
		? { is: 'wrong-setting', headline: `The cluster of the settings has ended: it is ${cluster.state}.` }
		: { is: 'not-provable', headline: `The cluster is ${cluster.state}, a state that Sluice does not know.` }
}

/** Case counts, in the key and in the value: the shipped policy compares with StringEquals. */
export const hasVendorTag = (answer: AwsAnswer | null) =>
	seenCluster(answer)?.tags.some(({ key, value }) => key === 'vendor' && value === 'segment') ?? false

const steps = z.object({ StepIds: z.array(z.string()).default([]) })

/** An empty list of steps starts none. */
export function addedSteps(answer: AwsAnswer): Meaning | null {
	if (answer.kind !== 'ok') return null
	const read = steps.safeParse(answer.value)
	if (!read.success) return { is: 'error', headline: 'EMR answered in a form that Sluice cannot read.' }
	return read.data.StepIds.length === 0
		? { is: 'allowed' }
		: { is: 'error', headline: 'EMR started a step although none was given: tell the people who run Sluice.' }
}
