import { NewPage } from '../new-page.tsx'

export default function Page() {
	return <NewPage />
}
