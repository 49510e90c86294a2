import { ClustersPage } from './clusters-page.tsx'

export default function Page() {
	return <ClustersPage />
}
