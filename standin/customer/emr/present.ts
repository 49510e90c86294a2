import type { CustomerAccount, CustomerWorld } from '../account.ts'
import { live } from './life.ts'
import { pushLogs } from './push-logs.ts'
import { jobsIn } from './replay-job.ts'

/** Brings the clusters of an account, and what their jobs do, to where they are at `now`. */
export function bringToPresent(account: CustomerAccount, world: CustomerWorld, now: number): void {
	const jobs = jobsIn(account, world)
	for (const cluster of account.clusters.values()) {
		live(cluster, now, jobs)
		pushLogs(account, cluster, world, now)
	}
}
