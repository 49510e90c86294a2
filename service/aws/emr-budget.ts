import type { AwsOperation } from './ports.ts'
import { createTokenBucket, type TokenBucket } from './token-bucket.ts'

type EmrOperation = Extract<AwsOperation, `emr:${string}`>

/** Burst and refill per second of each call, for one account in one region (AWS Service Quotas, Amazon EMR). */
const BUDGETS: Record<EmrOperation, readonly [burst: number, perSecond: number]> = {
	'emr:DescribeCluster': [10, 1],
	'emr:DescribeStep': [10, 0.5],
	'emr:ListSteps': [10, 0.5],
	'emr:AddJobFlowSteps': [10, 0.5],
	'emr:CancelSteps': [10, 0.5],
	'emr:AddTags': [5, 0.5],
	'emr:ListClusters': [20, 0.5],
	'emr:ListInstanceGroups': [10, 1],
}
const ALL_TOGETHER = [25, 5] as const

/** The EMR calls that one customer account allows in one region. Its owner's tools draw on the same budget. */
export type EmrBudget = {
	/**
	 * Reserves a place for one call: milliseconds from `at` until it may be sent. When that would be more than `longest`,
	 * nothing is reserved and `granted` is false.
	 */
	reserve(operation: EmrOperation, at: number, longest: number): { granted: boolean; waitMs: number }
}

export function createEmrBudget(): EmrBudget {
	const together = createTokenBucket(...ALL_TOGETHER)
	const byOperation = new Map<EmrOperation, TokenBucket>()
	return {
		reserve(operation, at, longest) {
			const own = byOperation.get(operation) ?? createTokenBucket(...BUDGETS[operation])
			byOperation.set(operation, own)
			const waitMs = Math.max(own.wait(at), together.wait(at))
			if (waitMs > longest) return { granted: false, waitMs }
			own.take(at)
			together.take(at)
			return { granted: true, waitMs }
		},
	}
}
