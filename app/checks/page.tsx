import { ChecksPage } from './checks-page.tsx'

export default function Page() {
	return <ChecksPage />
}
