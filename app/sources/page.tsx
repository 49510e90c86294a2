import { SourceList } from './source-list.tsx'

export default function Page() {
	return <SourceList />
}
