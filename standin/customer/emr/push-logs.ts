import type { Cluster, CustomerAccount, CustomerWorld, Step } from '../account.ts'
import { logFiles } from './log-files.ts'
import { JobFailed, machineOf } from './machine.ts'

/**
 * The cluster pushes logs of its steps into the bucket: some time after a step began, and once more when it has ended.
 * A step that never began has none. Where the cluster may not write, there is none either and nobody is told.
 */
export function pushLogs(account: CustomerAccount, cluster: Cluster, world: CustomerWorld, now: number): void {
	const [, bucket = '', folder = ''] = /^s3:\/\/([^/]+)\/(.*)$/.exec(cluster.logUri) ?? []
	for (const step of cluster.steps) {
		const at = pushedAt(step, cluster.logsAfterMs)
		if (at > now || (step.loggedAt !== null && step.loggedAt >= at)) continue
		step.loggedAt = at
		try {
			const machine = machineOf(account, cluster, world, at)
			const headers = { 'content-type': 'application/gzip' }
			for (const [name, body] of logFiles(step)) {
				machine.s3('PUT', bucket, `${folder}${cluster.id}/steps/${step.id}/${name}`, { body, headers })
			}
		} catch (error) {
			if (!(error instanceof JobFailed)) throw error
		}
	}
}

function pushedAt({ startedAt, endedAt }: Step, logsAfterMs: number | null): number {
	if (startedAt === null || logsAfterMs === null) return Number.POSITIVE_INFINITY
	return Math.max(startedAt + logsAfterMs, endedAt ?? 0)
}
