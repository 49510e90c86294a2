import { ReportPage } from '../report-page.tsx'

export default async function Page({ params }: PageProps<'/checks/[checkId]'>) {
	const { checkId } = await params
	const id = decodeURIComponent(checkId)
	return <ReportPage key={id} checkId={id} />
}
