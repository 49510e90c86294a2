import { createThrottle } from '../../gate/throttle.ts'
import type { CustomerAccount } from '../account.ts'
import type { AwsCall } from '../call.ts'

type Budget = { burstLimit: number; rateLimit: number }

/** Calls of one account in one region: how many at once, how many come back each second (Service Quotas, EMR). */
const BUDGETS: Record<string, Budget> = {
	DescribeCluster: { burstLimit: 10, rateLimit: 1 },
	DescribeStep: { burstLimit: 10, rateLimit: 0.5 },
	ListSteps: { burstLimit: 10, rateLimit: 0.5 },
	AddJobFlowSteps: { burstLimit: 10, rateLimit: 0.5 },
	CancelSteps: { burstLimit: 10, rateLimit: 0.5 },
	AddTags: { burstLimit: 5, rateLimit: 0.5 },
	RunJobFlow: { burstLimit: 10, rateLimit: 0.5 },
	TerminateJobFlows: { burstLimit: 10, rateLimit: 0.5 },
	ListClusters: { burstLimit: 20, rateLimit: 0.5 },
	ListInstanceGroups: { burstLimit: 10, rateLimit: 1 },
}
const ALL_CALLS: Budget = { burstLimit: 25, rateLimit: 5 }

type Buckets = { now: number; byName: Map<string, ReturnType<typeof createThrottle>> }

/** An account that was furnished anew has full buckets. */
const bucketsOf = new WeakMap<CustomerAccount, Map<string, Buckets>>()

/** Whether the call still has room in its own budget and in that of all calls together. */
export function withinBudget({ account, region, operation, now }: AwsCall): boolean {
	const regions = bucketsOf.get(account) ?? new Map<string, Buckets>()
	bucketsOf.set(account, regions)
	const before = regions.get(region)
	// A clock that was set back would not refill anything before it has caught up.
	const buckets: Buckets = before && before.now <= now ? before : { now, byName: new Map() }
	regions.set(region, buckets)
	buckets.now = now

	function take(name: string, budget: Budget): boolean {
		const throttle = buckets.byName.get(name) ?? createThrottle(() => buckets.now)
		buckets.byName.set(name, throttle)
		return throttle.take(budget)
	}
	const own = BUDGETS[operation]
	return (own === undefined || take(operation, own)) && take('all', ALL_CALLS)
}
