'use client'
import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Field } from '../../components/field.tsx'
import { TextInput } from '../../components/input.tsx'
import { SourceField, type SourceLookup } from '../checks/parts.tsx'
import { paths } from '../paths.ts'
import type { FormParams } from './use-form-params.ts'

type Props = { params: FormParams; onChange: (change: Partial<FormParams>) => void; lookup: SourceLookup }

/** Leads to the page of a cluster. It asks nothing of the customer's account: that is a button over there. */
export function ClusterForm({ params, onChange, lookup }: Props) {
	const sourceId = params.source.trim()
	const typed = params.cluster.trim()
	const clusterId = typed || lookup.source?.clusterId
	const wrong = typed !== '' && !CLUSTER_ID.test(typed)
	const possible = sourceId !== '' && lookup.state !== 'unknown' && !wrong
	const [waitingFor, setWaitingFor] = useState<string | null>(null)
	const { push } = useRouter()
	const { ticket } = params
	// The cluster of the settings is known once the registry has answered for the source as it is typed.
	useEffect(() => {
		if (waitingFor === null || !possible || clusterId === undefined) return
		setWaitingFor(null)
		if (waitingFor === sourceId) push(paths.cluster(clusterId, { source: sourceId, ticket }))
	}, [waitingFor, possible, clusterId, sourceId, ticket, push])
	return (
		<Card title="Open a cluster">
			<form
				className="flex flex-col gap-3 px-4 py-3"
				onSubmit={(event) => {
					event.preventDefault()
					if (possible) setWaitingFor(sourceId)
				}}
			>
				<SourceField value={params.source} onChange={(source) => onChange({ source })} lookup={lookup} />
				<Field
					label="Cluster id (optional)"
					hint={
						lookup.source
							? 'Left empty: the cluster of the settings.'
							: 'Left empty: the cluster of the source’s settings.'
					}
					error={wrong ? 'It is j- and capital letters or digits, such as j-2AXXXXXXGAPLF.' : undefined}
				>
					{(control) => (
						<TextInput
							{...control}
							mono
							placeholder={lookup.source?.clusterId ?? 'such as j-2AXXXXXXGAPLF'}
							value={params.cluster}
							onChange={(event) => onChange({ cluster: event.target.value })}
						/>
					)}
				</Field>
				<div>
					<Button type="submit" kind="primary" disabled={!possible}>
						Open status
					</Button>
				</div>
			</form>
		</Card>
	)
}

/** As the contract says it, without its schemas. */
const CLUSTER_ID = /^j-[A-Z0-9]{8,32}$/
