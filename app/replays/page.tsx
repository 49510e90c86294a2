import { ReplaysPage } from './replays-page.tsx'

export default function Page() {
	return <ReplaysPage />
}
