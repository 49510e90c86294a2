'use client'
import { useQuery } from '@tanstack/react-query'
import { Bar, Loading } from '../../components/skeleton.tsx'
import { sourceQuery } from '../../lib/query/sources.ts'
import { useCase } from '../frame/case.ts'
import { RefusedNotice } from '../frame/refused-notice.tsx'
import { UnsavedFields, type UnsavedFieldsProps } from './unsaved-fields.tsx'

const ROWS = ['region', 'role', 'id', 'account', 'bucket', 'database', 'cluster']

type Props = Omit<UnsavedFieldsProps, 'source'> & { sourceId: string }

/** The fields for settings that are not saved yet, once the record they start from is here. Loaded on first use only. */
export default function UnsavedForm({ sourceId, ...rest }: Props) {
	const { ticket } = useCase()
	const { data: source, error, refetch } = useQuery(sourceQuery(sourceId, ticket ?? undefined))
	if (source) return <UnsavedFields source={source} {...rest} />
	if (error) return <RefusedNotice error={error} onRetry={() => void refetch()} />
	return (
		<Loading what="the stored settings" waitingFor="the gate">
			{ROWS.map((row) => (
				<div key={row} className="flex h-21 flex-col gap-3">
					<Bar className="w-24" />
					<Bar className="h-8 w-full" />
				</div>
			))}
		</Loading>
	)
}
