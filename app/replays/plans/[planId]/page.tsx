import { PlanPage } from '../../plan-page.tsx'

export default async function Page({ params }: PageProps<'/replays/plans/[planId]'>) {
	const { planId } = await params
	const id = decodeURIComponent(planId)
	return <PlanPage key={id} planId={id} />
}
