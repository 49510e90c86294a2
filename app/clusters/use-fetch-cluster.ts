'use client'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { fetchCluster } from '../../lib/query/clusters.ts'
import { submissionKeys } from '../checks/parts.tsx'
import { useCase } from '../frame/case.ts'

/** Has the account asked about a cluster, for the case in hand. Pressed again after a lost answer, it is the same order. */
export function useFetchCluster(sourceId: string, clusterId: string) {
	const { ticket } = useCase()
	const [keys] = useState(() => submissionKeys())
	const { mutate, isPending, error } = useMutation(fetchCluster())
	const fetch = () => {
		const input = { sourceId, clusterId, ...(ticket ? { ticket } : {}) }
		mutate(
			{ ...input, idempotencyKey: keys.keyOf(input) },
			{ onSuccess: () => keys.answered(null), onError: (refused) => keys.answered(refused) },
		)
	}
	return { fetch, starting: isPending, error }
}
