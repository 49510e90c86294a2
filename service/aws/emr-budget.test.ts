import { describe, expect, it } from 'vitest'
import { createEmrBudget } from './emr-budget.ts'

const grants = (
	count: number,
	operation: Parameters<ReturnType<typeof createEmrBudget>['reserve']>[0],
	budget = createEmrBudget(),
) => Array.from({ length: count }, () => budget.reserve(operation, 0, Number.POSITIVE_INFINITY).waitMs)

describe('the EMR budget of one account and region', () => {
	it.each([
		{ operation: 'emr:DescribeCluster', burst: 10, next: 1000 },
		{ operation: 'emr:DescribeStep', burst: 10, next: 2000 },
		{ operation: 'emr:ListSteps', burst: 10, next: 2000 },
		{ operation: 'emr:AddJobFlowSteps', burst: 10, next: 2000 },
		{ operation: 'emr:CancelSteps', burst: 10, next: 2000 },
		{ operation: 'emr:AddTags', burst: 5, next: 2000 },
		{ operation: 'emr:ListClusters', burst: 20, next: 2000 },
		{ operation: 'emr:ListInstanceGroups', burst: 10, next: 1000 },
	] as const)('lets $burst of $operation through at once, the next after $next ms', ({ operation, burst, next }) => {
		expect(grants(burst + 1, operation)).toEqual([...Array.from({ length: burst }, () => 0), next])
	})

	it('holds 25 of all calls together, then 5 in a second', () => {
		const budget = createEmrBudget()
		const waits = (['emr:DescribeCluster', 'emr:DescribeStep', 'emr:AddJobFlowSteps'] as const).flatMap((operation) =>
			grants(9, operation, budget),
		)
		expect(waits).toEqual([...Array.from({ length: 25 }, () => 0), 200, 400])
	})

	it('takes nothing for who would wait too long', () => {
		const budget = createEmrBudget()
		grants(5, 'emr:AddTags', budget)
		for (const _ of [1, 2, 3]) expect(budget.reserve('emr:AddTags', 0, 1999)).toEqual({ granted: false, waitMs: 2000 })
		expect(budget.reserve('emr:AddTags', 0, 2000)).toEqual({ granted: true, waitMs: 2000 })
		expect(grants(20, 'emr:ListClusters', budget).at(-1)).toBe(200)
	})
})
