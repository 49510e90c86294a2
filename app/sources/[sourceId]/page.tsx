import { SourcePage } from '../source-page.tsx'

export default async function Page({ params }: PageProps<'/sources/[sourceId]'>) {
	const { sourceId } = await params
	return <SourcePage sourceId={decodeURIComponent(sourceId)} />
}
