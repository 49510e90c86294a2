import { ClusterPage } from '../cluster-page.tsx'

export default async function Page({ params }: PageProps<'/clusters/[clusterId]'>) {
	const { clusterId } = await params
	const id = decodeURIComponent(clusterId)
	return <ClusterPage key={id} clusterId={id} />
}
