'use client'
import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { PageHead } from '../../components/page-head.tsx'
import { sourceQuery } from '../../lib/query/sources.ts'
import { useCase } from '../frame/case.ts'
import { useMe } from '../frame/me.ts'
import { isNothingThere } from '../frame/nothing-there.ts'
import { RefusedNotice } from '../frame/refused-notice.tsx'
import { paths } from '../paths.ts'
import { AdminsOnly } from './admins-only.tsx'
import { NoSuchSource } from './no-sources.tsx'
import { SourceLoading } from './source-loading.tsx'

const SettingsForm = dynamic(() => import('./settings-form.tsx'), { ssr: false, loading: SourceLoading })

export function EditPage({ sourceId }: { sourceId: string }) {
	const router = useRouter()
	const { ticket } = useCase()
	const me = useMe()
	const { data: source, error, refetch } = useQuery(sourceQuery(sourceId, ticket ?? undefined))
	const missing = isNothingThere(error, 'sourceId')
	const mayEdit = me?.operations.includes('sources.put')
	return (
		<>
			<PageHead
				tab={`Edit ${source?.customer ?? sourceId}`}
				steps={[
					{ name: 'Sources', href: paths.sources({ ticket }) },
					{ name: sourceId, href: paths.source(sourceId, { ticket }) },
					{ name: 'Edit' },
				]}
				title={source ? `Edit settings of ${source.customer}` : 'Edit settings'}
			/>
			<div className="flex flex-col gap-4">
				{error && !missing && <RefusedNotice error={error} onRetry={() => void refetch()} />}
				{missing && <NoSuchSource ticket={ticket} />}
				{me && !mayEdit && <AdminsOnly back={paths.source(sourceId, { ticket })} />}
				{mayEdit && source && (
					<SettingsForm
						source={source}
						onSaved={(saved, reason) => router.push(paths.source(saved.sourceId, { ticket: reason }))}
					/>
				)}
				{!error && !(me && source) && <SourceLoading />}
			</div>
		</>
	)
}
