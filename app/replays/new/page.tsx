import { NewPlanPage } from '../new-plan-page.tsx'

export default function Page() {
	return <NewPlanPage />
}
