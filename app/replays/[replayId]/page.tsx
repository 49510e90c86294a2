import { ReplayPage } from '../replay-page.tsx'

export default async function Page({ params }: PageProps<'/replays/[replayId]'>) {
	const { replayId } = await params
	const id = decodeURIComponent(replayId)
	return <ReplayPage key={id} replayId={id} />
}
