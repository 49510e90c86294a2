import { EditPage } from '../../edit-page.tsx'

export default async function Page({ params }: PageProps<'/sources/[sourceId]/edit'>) {
	const { sourceId } = await params
	return <EditPage sourceId={decodeURIComponent(sourceId)} />
}
