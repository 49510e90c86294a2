import type { Cluster, CustomerAccount, Step } from '../account.ts'

/** How long each part of a life takes in this world. Milliseconds. */
const STARTING_MS = 120_000
const BOOTSTRAPPING_MS = 180_000
const TERMINATING_MS = 60_000
const CANCELLING_MS = 10_000
/** From being first in line to running. */
const PICKED_UP_MS = 5_000

const ENDED = ['COMPLETED', 'CANCELLED', 'FAILED', 'INTERRUPTED']
/** Ends that nobody asked for. */
const AS_ASKED: readonly (string | null)[] = ['USER_REQUEST', 'ALL_STEPS_COMPLETED', null]

/** Brings the clusters of an account to where they are at `now`. */
export function liveIn({ clusters }: CustomerAccount, now: number): void {
	for (const cluster of clusters.values()) live(cluster, now)
}

/** Brings a cluster and its steps to where they are at `now`, which is the world's clock: it lives only as that moves. */
function live(cluster: Cluster, now: number): void {
	cluster.since ??= now
	if (cluster.state === 'STARTING') pass(cluster, STARTING_MS, now, 'BOOTSTRAPPING', 'Running bootstrap actions')
	if (cluster.state === 'BOOTSTRAPPING') {
		const readyAt = pass(cluster, BOOTSTRAPPING_MS, now, 'WAITING', 'Cluster ready to run steps.')
		cluster.readyAt = readyAt ?? cluster.readyAt
	}
	if (cluster.state === 'WAITING' || cluster.state === 'RUNNING') work(cluster, now)
	if (cluster.state === 'TERMINATING') {
		const end = AS_ASKED.includes(cluster.stateChangeCode) ? 'TERMINATED' : 'TERMINATED_WITH_ERRORS'
		pass(cluster, TERMINATING_MS, now, end, cluster.stateChangeMessage)
	}
	if (cluster.state.startsWith('TERMINATED')) cluster.endedAt ??= cluster.since
}

/** The moment at which the state after it began; null: not yet. */
function pass(cluster: Cluster, ms: number, now: number, next: string, message: string): number | null {
	const at = (cluster.since ?? now) + ms
	if (at > now) return null
	Object.assign(cluster, { state: next, since: at, stateChangeMessage: message })
	return at
}

/** One step at a time, oldest first. The cluster's own state follows only where a step's has changed. */
function work(cluster: Cluster, now: number): void {
	let changed = false
	let free = 0
	for (const step of cluster.steps) {
		if (ENDED.includes(step.state)) {
			step.endedAt ??= now
			free = Math.max(free, step.endedAt)
			continue
		}
		if (step.state === 'PENDING') {
			const begins = Math.max(step.createdAt, free, cluster.readyAt ?? 0) + PICKED_UP_MS
			if (begins > now) break
			Object.assign(step, { state: 'RUNNING', startedAt: begins })
			changed = true
		}
		const endedAt = endOf(step, now)
		if (endedAt === null) break
		changed = true
		free = endedAt
		if (step.state === 'FAILED' && endsTheCluster(cluster, step, endedAt)) return
	}
	if (changed) follow(cluster, now)
}

/** Ends a step whose time has come: when; null: it goes on. */
function endOf(step: Step, now: number): number | null {
	step.startedAt ??= now
	if (step.state === 'CANCEL_PENDING') {
		step.cancelledAt ??= now
		return end(step, 'CANCELLED', step.cancelledAt + CANCELLING_MS, now)
	}
	if (step.state !== 'RUNNING' || step.runs === null) return null
	const { ms, failure } = step.runs
	const endedAt = end(step, failure ? 'FAILED' : 'COMPLETED', step.startedAt + ms, now)
	if (endedAt !== null) step.failure = failure
	return endedAt
}

function end(step: Step, state: string, at: number, now: number): number | null {
	if (at > now) return null
	Object.assign(step, { state, endedAt: at })
	return at
}

/** What a failing step does to the rest (EMR API reference, StepConfig ActionOnFailure). */
function endsTheCluster(cluster: Cluster, failed: Step, at: number): boolean {
	if (failed.actionOnFailure === 'CONTINUE') return false
	for (const step of cluster.steps) {
		if (step.state === 'PENDING') Object.assign(step, { state: 'CANCELLED', endedAt: at })
	}
	if (failed.actionOnFailure === 'CANCEL_AND_WAIT') return false
	Object.assign(cluster, {
		state: 'TERMINATING',
		since: at,
		stateChangeCode: 'STEP_FAILURE',
		stateChangeMessage: 'Shut down as step failed',
	})
	return true
}

function follow(cluster: Cluster, now: number): void {
	const works = cluster.steps.some(({ state }) => state === 'RUNNING' || state === 'CANCEL_PENDING')
	const state = works ? 'RUNNING' : 'WAITING'
	if (cluster.state === state) return
	const stateChangeMessage = works ? 'Running step' : 'Cluster ready to run steps.'
	Object.assign(cluster, { state, since: now, stateChangeMessage })
}
