'use client'
import Link from 'next/link'
import { useCase } from '../frame/case.ts'
import { paths } from '../paths.ts'

/** From a replay to the plan that it was made of. */
export function PlanLink({ planId }: { planId: string }) {
	const { ticket } = useCase()
	return (
		<Link
			href={paths.replayPlan(planId, { ticket })}
			className="inline-flex min-h-6 items-center rounded-sm text-accent text-sm hover:underline"
		>
			The plan, every day
		</Link>
	)
}
