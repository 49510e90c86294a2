import type { Cluster, Failure, Step } from '../account.ts'

/** How long each part of a life takes in this world. Milliseconds. */
const STARTING_MS = 120_000
const BOOTSTRAPPING_MS = 180_000
const TERMINATING_MS = 60_000
const CANCELLING_MS = 10_000
/** From being first in line to running. */
const PICKED_UP_MS = 5_000

const AT_WORK = ['RUNNING', 'CANCEL_PENDING']
const ENDED = ['COMPLETED', 'CANCELLED', 'FAILED', 'INTERRUPTED']
/** Ends that nobody asked for. */
const AS_ASKED: readonly (string | null)[] = ['USER_REQUEST', 'ALL_STEPS_COMPLETED', null]

/** What steps do beside taking time. `at`: the moment of it. */
export type Jobs = {
	/** May change how the step goes on. */
	begin(cluster: Cluster, step: Step, at: number): void
	/** Why a step fails that would have completed; null: it completes. */
	end(cluster: Cluster, step: Step, at: number): Failure | null
}

/** Brings a cluster and its steps to where they are at `now`, which is the world's clock: it lives only as that moves. */
export function live(cluster: Cluster, now: number, jobs: Jobs): void {
	cluster.since ??= now
	if (cluster.state === 'STARTING') pass(cluster, STARTING_MS, now, 'BOOTSTRAPPING', 'Running bootstrap actions')
	if (cluster.state === 'BOOTSTRAPPING') {
		const readyAt = pass(cluster, BOOTSTRAPPING_MS, now, 'WAITING', 'Cluster ready to run steps.')
		cluster.readyAt = readyAt ?? cluster.readyAt
	}
	if (cluster.state === 'WAITING' || cluster.state === 'RUNNING') work(cluster, now, jobs)
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
function work(cluster: Cluster, now: number, jobs: Jobs): void {
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
			jobs.begin(cluster, step, begins)
			changed = true
		}
		const endedAt = endOf(cluster, step, now, jobs)
		if (endedAt === null) break
		changed = true
		free = endedAt
		if (step.state === 'FAILED' && endsTheCluster(cluster, step, endedAt)) return
	}
	if (changed) follow(cluster, now)
}

/** Ends a step whose time has come: when; null: it goes on. */
function endOf(cluster: Cluster, step: Step, now: number, jobs: Jobs): number | null {
	step.startedAt ??= now
	if (step.state === 'CANCEL_PENDING' && !step.outlivesCancel) {
		step.cancelledAt ??= now
		const cancelled = step.cancelledAt + CANCELLING_MS
		return cancelled > now ? null : end(step, 'CANCELLED', cancelled)
	}
	if (!AT_WORK.includes(step.state) || step.runs === null) return null
	const endedAt = step.startedAt + step.runs.ms
	if (endedAt > now) return null
	step.failure = step.runs.failure ?? jobs.end(cluster, step, endedAt)
	return end(step, step.failure ? 'FAILED' : 'COMPLETED', endedAt)
}

function end(step: Step, state: string, at: number): number {
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
	const works = cluster.steps.some(({ state }) => AT_WORK.includes(state))
	const state = works ? 'RUNNING' : 'WAITING'
	if (cluster.state === state) return
	const stateChangeMessage = works ? 'Running step' : 'Cluster ready to run steps.'
	Object.assign(cluster, { state, since: now, stateChangeMessage })
}
