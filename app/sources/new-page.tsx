'use client'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { PageHead } from '../../components/page-head.tsx'
import { useCase } from '../frame/case.ts'
import { useMe } from '../frame/me.ts'
import { paths } from '../paths.ts'
import { AdminsOnly } from './admins-only.tsx'
import { SourceLoading } from './source-loading.tsx'

const SettingsForm = dynamic(() => import('./settings-form.tsx'), { ssr: false, loading: SourceLoading })

export function NewPage() {
	const router = useRouter()
	const { ticket } = useCase()
	const me = useMe()
	return (
		<>
			<PageHead
				tab="Register a source"
				steps={[{ name: 'Sources', href: paths.sources({ ticket }) }, { name: 'New' }]}
				title="Register a source"
			/>
			{!me && <SourceLoading />}
			{me && !me.operations.includes('sources.put') && <AdminsOnly back={paths.sources({ ticket })} />}
			{me?.operations.includes('sources.put') && (
				<SettingsForm
					source={null}
					onSaved={(saved, reason) => router.push(paths.source(saved.sourceId, { ticket: reason }))}
				/>
			)}
		</>
	)
}
